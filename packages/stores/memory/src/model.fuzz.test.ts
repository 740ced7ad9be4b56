import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change, ListTarget, RevocationTarget, Store, StoredRecord } from '@oauth/core';
import { memoryStore } from './index.js';

/** Grants of which two share a route. */
const grants = ['a'.repeat(16), 'a'.repeat(17), 'b'.repeat(16)] as const;
const ids = grants.flatMap((grantId) =>
  ['', 'b', 'c'].map((rest) => ({ grantId, id: `${grantId}.${rest}` })),
);
const owners = fc.record({
  clientId: fc.constantFrom('x', 'y', ''),
  subject: fc.constantFrom('s', 't', undefined),
  kind: fc.constantFrom('token', 'document'),
});
const expiresAt = fc.integer({ min: 0, max: 10 });
const records: fc.Arbitrary<StoredRecord> = fc
  .tuple(fc.constantFrom(...ids), owners, expiresAt, fc.integer({ min: 0, max: 2 }))
  .map(([recordIds, owner, expiry, version]) => ({
    ...recordIds,
    ...owner,
    version,
    expiresAt: expiry,
    data: { scope: '', issuedAt: 0 },
  }));
const changes: fc.Arbitrary<Change> = fc.oneof(
  records.map((record) => ({ type: 'insert', record: { ...record, version: 0 } }) as const),
  records.map((record) => ({ type: 'update', record }) as const),
  fc
    .tuple(fc.constantFrom(...ids), expiresAt)
    .map(([{ id }, expiry]) => ({ type: 'extend', id, expiresAt: expiry }) as const),
  fc.constantFrom(...ids).map(({ id }) => ({ type: 'remove', id }) as const),
);
const targets: fc.Arbitrary<RevocationTarget> = fc.oneof(
  fc.constantFrom(...grants).map((grantId) => ({ grantId })),
  fc.record({ subject: fc.constantFrom('s', 't'), clientId: fc.constantFrom('x', 'y', undefined) }),
  fc.constantFrom('x', 'y', '').map((clientId) => ({ clientId })),
);
const lists: fc.Arbitrary<ListTarget> = fc.oneof(
  fc.record({ subject: fc.constantFrom('s', 't'), clientId: fc.constantFrom('x', 'y', undefined) }),
  fc.constantFrom('x', 'y', '').map((clientId) => ({ clientId })),
  fc.constantFrom('token', 'document').map((documents) => ({ documents })),
);
const steps = fc.oneof(
  { weight: 6, arbitrary: changes.map((change) => ({ change })) },
  { weight: 1, arbitrary: targets.map((target) => ({ target })) },
  { weight: 2, arbitrary: fc.record({ now: expiresAt, limit: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ list: lists, limit: fc.integer({ min: 1, max: 3 }) }) },
);

/** Applies a change to a plain map as the contract says; returns the id that lost. */
function applyToModel(model: Map<string, StoredRecord>, change: Change): string | undefined {
  const id = 'record' in change ? change.record.id : change.id;
  const stored = model.get(id);
  if (change.type === 'remove') model.delete(id);
  else if (change.type === 'insert') {
    if (stored !== undefined) return id;
    model.set(id, change.record);
  } else if (stored === undefined) return id;
  else if (change.type === 'extend')
    model.set(id, { ...stored, expiresAt: Math.max(stored.expiresAt, change.expiresAt) });
  else if (change.record.version !== stored.version + 1) return id;
  else model.set(id, change.record);
  return undefined;
}

/** Documents belong to no client. */
function isCovered(target: RevocationTarget, record: StoredRecord): boolean {
  if ('clientId' in target && target.clientId === '') return false;
  return Object.entries(target).every(
    ([member, value]) =>
      value === undefined ||
      Object.entries(record).some(([name, is]) => name === member && is === value),
  );
}

function isListed(target: ListTarget, record: StoredRecord): boolean {
  if (!('documents' in target)) return isCovered(target, record);
  return record.clientId === '' && record.kind === target.documents;
}

async function walk(store: Store, target: ListTarget, limit: number): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  let after: string | undefined;
  do {
    const page = await store.list?.(target, { limit, after });
    records.push(...(page?.records ?? []));
    after = page?.next;
  } while (after !== undefined);
  return records;
}

function sortById(all: readonly StoredRecord[]): readonly StoredRecord[] {
  return [...all].sort((one, other) => (one.id < other.id ? -1 : 1));
}

test('the store does what a plain map does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 60 }), async (run) => {
      const store = memoryStore({ clock: () => 0 });
      const model = new Map<string, StoredRecord>();
      for (const step of run) {
        if ('change' in step) {
          const lost = applyToModel(model, step.change);
          const expected = lost === undefined ? { committed: true } : { committed: false, lost };
          expect(store.commit([step.change])).toEqual(expected);
        } else if ('list' in step) {
          const listed = [...model.values()].filter((record) => isListed(step.list, record));
          expect(sortById(await walk(store, step.list, step.limit))).toEqual(sortById(listed));
        } else if ('target' in step) {
          const deleted = [...model.values()].filter((record) => isCovered(step.target, record));
          for (const { id } of deleted) model.delete(id);
          expect(store.revoke(step.target)).toBe(deleted.length);
        } else {
          const due = [...model.values()].filter((record) => record.expiresAt <= step.now);
          expect(await store.purge(step.now, step.limit)).toBe(Math.min(due.length, step.limit));
          // purge may choose among expired records, but must delete no other.
          for (const { id } of due) if (store.get(id) === undefined) model.delete(id);
        }
        expect(store.size).toBe(model.size);
        for (const { id } of ids) expect(store.get(id)).toEqual(model.get(id));
      }
    }),
    { numRuns: 2000 },
  );
});
