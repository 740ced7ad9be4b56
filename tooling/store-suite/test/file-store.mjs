import { setTimeout } from 'node:timers/promises';
import Database from 'libsql';

export const processFaults = [
  ['checks before it locks', ['races', 'conflicts', 'flows']],
  ['extends what it read before', ['conflicts']],
  ['revokes what it read before', ['revocation races']],
  ['purges what it read before', ['purge races']],
  ['revokes behind', ['revocation races', 'flows under kill -9']],
  ['hides, then deletes', ['kill -9']],
  ['awaits in its transaction', ['races']],
  ['commits in steps', ['kill -9']],
  ['writes behind', ['races', 'flows under kill -9']],
  ['reads a copy', ['races']],
];

const settings = 'PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF';
const table = `CREATE TABLE IF NOT EXISTS records (id TEXT PRIMARY KEY, grantId TEXT, clientId TEXT,
  subject TEXT, expiresAt INTEGER, record TEXT)`;

export function open({ path, fault }) {
  return new FileStore(path, fault);
}

class FileStore {
  #fault;
  #db;
  #selection;
  #insertion;
  #deletion;
  /** Records that only this process has. */
  #cache = new Map();

  constructor(path, fault) {
    this.#fault = fault;
    this.#db = new Database(path);
    this.#db.exec(`${settings}; ${table}`);
    this.#selection = this.#db.prepare('SELECT record FROM records WHERE id = ?');
    this.#insertion = this.#db.prepare('INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?)');
    this.#deletion = this.#db.prepare('DELETE FROM records WHERE id = ?');
  }

  async get(id) {
    const record = this.#read(id);
    if (this.#fault === 'reads a copy') this.#cache.set(id, record && JSON.stringify(record));
    return record;
  }

  async commit(changes) {
    switch (this.#fault) {
      case 'checks before it locks':
        return this.#checkThenLock(changes);
      case 'extends what it read before':
        return this.#readThenExtend(changes);
      case 'commits in steps':
        return this.#commitInSteps(changes);
      case 'awaits in its transaction':
        return this.#awaitInTransaction(changes);
      case 'writes behind':
        void setTimeout(20).then(() => this.#flushCache());
        return this.#applyAll(changes);
      default:
        return this.#runTransaction(() => this.#applyAll(changes));
    }
  }

  async revoke(target) {
    // Documents belong to no client.
    if (target.clientId === '') return 0;
    const owners = Object.entries(target).filter(([, value]) => value !== undefined);
    const condition = owners.map(([name]) => `${name} = ?`).join(' AND ');
    const values = owners.map(([, value]) => toKey(value));
    switch (this.#fault) {
      case 'revokes behind':
        return this.#deleteBehind(condition, values);
      case 'hides, then deletes':
        return this.#hideThenDelete(condition, values);
      case 'revokes what it read before':
        return this.#findThenDelete(condition, values);
      default:
        return this.#deleteWhere(condition, values);
    }
  }

  async purge(now, limit) {
    const condition = 'expiresAt <= ? LIMIT ?';
    if (this.#fault === 'purges what it read before')
      return this.#findThenDelete(condition, [now, limit]);
    return this.#deleteWhere(condition, [now, limit]);
  }

  #read(id) {
    const text = this.#cache.has(id) ? this.#cache.get(id) : this.#selection.get(toKey(id))?.record;
    return text && JSON.parse(text);
  }

  #write(id, record) {
    const { grantId, clientId, subject, expiresAt } = record ?? {};
    const owners = [grantId, clientId, subject ?? null].map(toKey);
    if (!record) this.#deletion.run(toKey(id));
    else this.#insertion.run(toKey(id), ...owners, expiresAt, JSON.stringify(record));
  }

  #flushCache() {
    for (const [id, text] of this.#cache) this.#write(id, text && JSON.parse(text));
    this.#cache.clear();
  }

  #runTransaction(work) {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      return work();
    } finally {
      this.#db.exec('COMMIT');
    }
  }

  /** @param before records that were read before, by id, for `extend` */
  #applyAll(changes, before = new Map()) {
    const lost = this.#findLoser(changes);
    if (lost) return { committed: false, lost };
    for (const change of changes) this.#apply(change, before);
    return { committed: true };
  }

  #findLoser(changes) {
    const ids = changes.filter(({ record }) => record).map(getRecordId);
    const repeated = ids.find((id, index) => ids.indexOf(id) < index);
    if (repeated) return repeated;
    return changes.map(getRecordId).find((id, index) => !canApply(changes[index], this.#read(id)));
  }

  #apply(change, before) {
    const id = getRecordId(change);
    const stored = change.type === 'extend' ? before.get(id) : undefined;
    const record = applyChange(change, stored ?? this.#read(id));
    if (this.#fault === 'writes behind') this.#cache.set(id, record && JSON.stringify(record));
    else this.#write(id, record);
  }

  async #checkThenLock(changes) {
    const lost = this.#findLoser(changes);
    if (lost) return { committed: false, lost };
    await setTimeout(2);
    this.#runTransaction(() => {
      for (const change of changes) this.#apply(change, new Map());
    });
    return { committed: true };
  }

  async #readThenExtend(changes) {
    const before = new Map(changes.map(getRecordId).map((id) => [id, this.#read(id)]));
    await setTimeout(2);
    return this.#runTransaction(() => this.#applyAll(changes, before));
  }

  async #commitInSteps(changes) {
    for (const change of changes) {
      const result = this.#runTransaction(() => this.#applyAll([change]));
      if (!result.committed) return result;
      await setTimeout(1);
    }
    return { committed: true };
  }

  async #awaitInTransaction(changes) {
    this.#db.exec('BEGIN IMMEDIATE');
    await setTimeout(1);
    const result = this.#applyAll(changes);
    this.#db.exec('COMMIT');
    return result;
  }

  #find(condition, values) {
    return this.#db.prepare(`SELECT id FROM records WHERE ${condition}`).all(...values);
  }

  #deleteFound(found) {
    return found.filter(({ id }) => this.#deletion.run(id).changes > 0).length;
  }

  #deleteWhere(condition, values) {
    return this.#runTransaction(() => this.#deleteFound(this.#find(condition, values)));
  }

  async #findThenDelete(condition, values) {
    const found = this.#find(condition, values);
    await setTimeout(3);
    return this.#deleteFound(found);
  }

  /** Deletes rows after the call has resolved. */
  async #deleteBehind(condition, values) {
    const found = this.#find(condition, values);
    void setTimeout(20).then(() => this.#deleteFound(found));
    return found.length;
  }

  /** Deletes the index entries of rows before the rows. */
  async #hideThenDelete(condition, values) {
    const found = this.#find(condition, values);
    this.#db
      .prepare(`UPDATE records SET grantId = '', subject = '' WHERE ${condition}`)
      .run(...values);
    for (const { id } of found) {
      await setTimeout(1);
      this.#deletion.run(id);
    }
    return found.length;
  }
}

/** As JSON, no text is special to a database. */
const toKey = JSON.stringify;

function getRecordId(change) {
  return change.record?.id ?? change.id;
}

function canApply(change, stored) {
  if (change.type === 'insert') return !stored;
  if (change.type === 'update') return stored?.version === change.record.version - 1;
  return change.type === 'remove' || Boolean(stored);
}

function applyChange(change, stored) {
  if (change.record) return change.record;
  if (change.type === 'remove' || !stored) return undefined;
  return { ...stored, expiresAt: Math.max(stored.expiresAt, change.expiresAt) };
}
