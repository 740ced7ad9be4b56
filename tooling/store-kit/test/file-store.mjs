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
  const is = (one) => fault === one;
  const db = new Database(path);
  db.exec(`${settings}; ${table}`);
  const row = db.prepare('SELECT record FROM records WHERE id = ?');
  const insertion = db.prepare('INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?)');
  const deletion = db.prepare('DELETE FROM records WHERE id = ?');
  /** What only this process knows. */
  const own = new Map();

  const read = (id) => {
    const found = own.has(id) ? own.get(id) : row.get(key(id))?.record;
    return found && JSON.parse(found);
  };
  const write = (id, record) => {
    const { grantId, clientId, subject, expiresAt } = record ?? {};
    const owners = [grantId, clientId, subject ?? null].map(key);
    if (!record) deletion.run(key(id));
    else insertion.run(key(id), ...owners, expiresAt, JSON.stringify(record));
  };
  const flush = () => {
    for (const [id, text] of own) write(id, text && JSON.parse(text));
    own.clear();
  };
  const loser = (changes) => changes.find((change) => !holds(change, read(idOf(change))));
  const apply = (change, before = new Map()) => {
    const id = idOf(change);
    const stored = change.type === 'extend' ? before.get(id) : undefined;
    const record = after(change, stored ?? read(id));
    if (is('writes behind')) own.set(id, record && JSON.stringify(record));
    else write(id, record);
  };
  const atOnce = (work) => {
    db.exec('BEGIN IMMEDIATE');
    try {
      return work();
    } finally {
      db.exec('COMMIT');
    }
  };
  const make = (changes, before) => {
    const lost = loser(changes);
    if (lost) return { committed: false, lost: idOf(lost) };
    for (const change of changes) apply(change, before);
    return { committed: true };
  };
  /** `slow`: the rows are found first and deleted later, after the answer if it is `behind`. */
  const remove = async (condition, values, slow) => {
    const find = db.prepare(`SELECT id FROM records WHERE ${condition}`);
    const taken = (found) => found.filter(({ id }) => deletion.run(id).changes > 0).length;
    if (!slow) return atOnce(() => taken(find.all(...values)));
    const found = find.all(...values);
    if (slow === 'behind') void setTimeout(20).then(() => taken(found));
    else await setTimeout(3);
    return slow === 'behind' ? found.length : taken(found);
  };

  /** As who deletes the entries of an index before what they lead to. */
  const hide = async (condition, values) => {
    const found = db.prepare(`SELECT id FROM records WHERE ${condition}`).all(...values);
    db.prepare(`UPDATE records SET grantId = '', subject = '' WHERE ${condition}`).run(...values);
    for (const { id } of found) {
      await setTimeout(1);
      deletion.run(id);
    }
    return found.length;
  };

  return {
    async get(id) {
      const record = read(id);
      if (is('reads a copy')) own.set(id, record && JSON.stringify(record));
      return record;
    },
    async commit(changes) {
      if (is('checks before it locks')) {
        const lost = loser(changes);
        if (lost) return { committed: false, lost: idOf(lost) };
        await setTimeout(2);
        atOnce(() => changes.forEach((change) => apply(change)));
        return { committed: true };
      }
      if (is('extends what it read before')) {
        const before = new Map(changes.map((change) => [idOf(change), read(idOf(change))]));
        await setTimeout(2);
        return atOnce(() => make(changes, before));
      }
      if (is('commits in steps')) {
        for (const change of changes) {
          const result = atOnce(() => make([change]));
          if (!result.committed) return result;
          await setTimeout(1);
        }
        return { committed: true };
      }
      if (is('awaits in its transaction')) {
        db.exec('BEGIN IMMEDIATE');
        await setTimeout(1);
        const result = make(changes);
        db.exec('COMMIT');
        return result;
      }
      if (is('writes behind')) {
        void setTimeout(20).then(flush);
        return make(changes);
      }
      return atOnce(() => make(changes));
    },
    revoke(target) {
      const given = Object.entries(target).filter(([, value]) => value !== undefined);
      const condition = given.map(([name]) => `${name} = ?`).join(' AND ');
      const values = given.map(([, value]) => key(value));
      if (is('revokes behind')) return remove(condition, values, 'behind');
      if (is('hides, then deletes')) return hide(condition, values);
      return remove(condition, values, is('revokes what it read before'));
    },
    purge: (now, limit) =>
      remove(`expiresAt <= ? LIMIT ?`, [now, limit], is('purges what it read before')),
  };
}

/** No text in it is special to a database. */
const key = JSON.stringify;

function idOf(change) {
  return change.record?.id ?? change.id;
}

function holds(change, stored) {
  if (change.type === 'insert') return !stored;
  if (change.type === 'update') return stored?.version === change.record.version - 1;
  return change.type === 'remove' || Boolean(stored);
}

function after(change, stored) {
  if (change.record) return change.record;
  if (change.type === 'remove' || !stored) return undefined;
  return { ...stored, expiresAt: Math.max(stored.expiresAt, change.expiresAt) };
}
