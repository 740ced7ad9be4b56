import type {
  Change,
  CommitResult,
  JsonObject,
  JsonValue,
  RevocationTarget,
  Store,
  StoredRecord,
} from '@oauth/core';

/** The ways to be wrong that the kit has to notice, and the group of cases that notices each. */
export const faults = [
  ['checks, then acts', 'races'],
  ['applies changes until one loses', 'atomicity'],
  ['ignores versions', 'races'],
  ['names the wrong loser', 'commit'],
  ['replaces on insert', 'commit'],
  ['extends what is missing', 'atomicity'],
  ['shortens on extend', 'commit'],
  ['counts a version on extend', 'commit'],
  ['fails to remove twice', 'commit'],
  ['drops details', 'round trip'],
  ['drops null', 'round trip'],
  ['keeps expiry in 32 bits', 'round trip'],
  ['has one map for all stores', 'round trip'],
  ['keeps records in a plain object', 'hostile text'],
  ['ignores case', 'hostile text'],
  ['trims ids', 'hostile text'],
  ['cuts ids at 255', 'hostile text'],
  ['ends text at NUL', 'hostile text'],
  ['revokes grants by prefix', 'revoke'],
  ['revokes by pattern', 'hostile text'],
  ['revokes a subject at every client', 'revoke'],
  ['revokes subjects of other kinds', 'revoke'],
  ['reads, waits, then revokes', 'revocation races'],
  ['forgets the index on update', 'revoke'],
  ['counts what was removed', 'revoke'],
  ['revokes 100 at most', 'revoke'],
  ['purges a second early', 'purge'],
  ['purges a second late', 'purge'],
  ['purges without limit', 'purge'],
  ['purges by the first expiry', 'purge'],
  ['purges what it read before', 'purge'],
  ['purges whole grants', 'purge'],
] as const;

export type Fault = (typeof faults)[number][0];

const shared = new Map<string, StoredRecord>();

/** A plain asynchronous store of few lines, right unless it is told to have a fault. */
export function faultyStore(fault?: Fault): Store {
  const is = (one: Fault): boolean => fault === one;
  const records = is('has one map for all stores') ? shared : new Map<string, StoredRecord>();
  const plain: Record<string, StoredRecord> = {};
  const firstExpiry = new Map<string, number>();
  const unindexed = new Set<string>();
  let removed = 0;

  const key = (id: string): string => {
    if (is('ignores case')) return id.toLowerCase();
    if (is('trims ids')) return id.trim();
    return is('cuts ids at 255') ? id.slice(0, 255) : id;
  };
  const read = (id: string): StoredRecord | undefined =>
    is('keeps records in a plain object') ? plain[id] : records.get(key(id));
  const write = (record: StoredRecord): void => {
    if (!firstExpiry.has(record.id)) firstExpiry.set(record.id, record.expiresAt);
    plain[record.id] = record;
    records.set(key(record.id), damaged(record, fault));
  };
  const remove = (id: string): boolean => {
    Reflect.deleteProperty(plain, id);
    return records.delete(key(id));
  };

  const loser = (changes: readonly Change[]): string | undefined => {
    for (const change of changes) {
      const id = 'record' in change ? change.record.id : change.id;
      if (!holds(change, read(id), fault)) return id;
    }
    return undefined;
  };
  const apply = (change: Change): void => {
    if (change.type === 'remove') removed += Number(remove(change.id));
    else if (change.type === 'extend') extend(change.id, change.expiresAt);
    else write(change.record);
    if (change.type === 'update') unindexed.add(change.record.id);
  };
  const extend = (id: string, expiresAt: number): void => {
    const record = read(id);
    if (record === undefined) return;
    const version = record.version + Number(is('counts a version on extend'));
    if (record.expiresAt < expiresAt || is('shortens on extend'))
      write({ ...record, expiresAt, version });
  };

  return {
    async get(id) {
      await tick();
      return read(id);
    },
    async commit(changes): Promise<CommitResult> {
      await tick();
      const lost = loser(changes);
      if (lost === undefined) {
        if (is('checks, then acts')) await tick();
        changes.forEach(apply);
        return { committed: true };
      }
      if (is('applies changes until one loses'))
        for (const change of changes)
          if (loser([change]) === undefined) apply(change);
          else break;
      return { committed: false, lost: is('names the wrong loser') ? `${lost}?` : lost };
    },
    async revoke(target) {
      await tick();
      const all = [...records.values()].filter((record) => covers(target, record, fault));
      const found = all.filter(
        ({ id }) => !is('forgets the index on update') || !unindexed.has(id),
      );
      if (is('reads, waits, then revokes')) await tick();
      const some = is('revokes 100 at most') ? found.slice(0, 100) : found;
      const count = some.filter(({ id }) => remove(id)).length;
      return is('counts what was removed') ? count + removed : count;
    },
    async purge(now, limit) {
      await tick();
      const until = now + Number(is('purges a second early')) - Number(is('purges a second late'));
      const expiry = ({ id, expiresAt }: StoredRecord): number =>
        is('purges by the first expiry') ? (firstExpiry.get(id) ?? expiresAt) : expiresAt;
      const expired = [...records.values()].filter((record) => expiry(record) <= until);
      const due = is('purges without limit') ? expired : expired.slice(0, limit);
      if (is('purges what it read before')) await tick();
      if (is('purges whole grants'))
        for (const { grantId } of due)
          for (const { id } of [...records.values()].filter((one) => one.grantId === grantId))
            remove(id);
      due.forEach(({ id }) => remove(id));
      return due.length;
    },
  };
}

async function tick(): Promise<void> {
  await Promise.resolve();
}

function holds(
  change: Change,
  stored: StoredRecord | undefined,
  fault: Fault | undefined,
): boolean {
  if (change.type === 'remove') return stored !== undefined || fault !== 'fails to remove twice';
  if (change.type === 'extend') return stored !== undefined || fault === 'extends what is missing';
  if (change.type === 'insert') return stored === undefined || fault === 'replaces on insert';
  return stored?.version === change.record.version - 1 || fault === 'ignores versions';
}

function covers(target: RevocationTarget, record: StoredRecord, fault: Fault | undefined): boolean {
  const same = (wanted: string, value: string | undefined): boolean => {
    if (fault === 'revokes by pattern' && wanted === '%_') return true;
    return wanted === value;
  };
  if ('grantId' in target && fault === 'revokes grants by prefix')
    return record.id.startsWith(target.grantId);
  if ('grantId' in target) return same(target.grantId, record.grantId);
  if (!('subject' in target)) return same(target.clientId, record.clientId);
  const { subject, clientId } = target;
  if (fault === 'revokes subjects of other kinds' && record.clientId === subject) return true;
  const everywhere = clientId === undefined || fault === 'revokes a subject at every client';
  return same(subject, record.subject) && (everywhere || same(clientId, record.clientId));
}

function damaged(record: StoredRecord, fault: Fault | undefined): StoredRecord {
  const { data, expiresAt } = record;
  switch (fault) {
    case 'drops details':
      return { ...record, data: { ...data, details: undefined } };
    case 'drops null':
      return { ...record, data: { ...data, details: withoutNull(data.details) } };
    case 'keeps expiry in 32 bits':
      return { ...record, expiresAt: expiresAt | 0 };
    case 'ends text at NUL':
      return { ...record, data: { ...data, details: cutAtNul(data.details) } };
    default:
      return record;
  }
}

function withoutNull(details: JsonObject = {}): JsonObject {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null));
}

function cutAtNul(details: JsonObject = {}): JsonObject {
  const cut: Record<string, JsonValue | undefined> = {};
  for (const [name, value] of Object.entries(details))
    cut[name] = typeof value === 'string' ? value.split('\0')[0] : value;
  return cut;
}
