import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change, RevocationTarget, StoredRecord } from '@oauth/core';
import { memoryStore } from './index.js';

const grants = ['a', 'ab', 'b'] as const;
const ids = grants.flatMap((grantId) =>
  ['', 'b', 'c'].map((rest) => ({ grantId, id: `${grantId}.${rest}` })),
);
const owners = fc.record({
  clientId: fc.constantFrom('x', 'y'),
  subject: fc.constantFrom('s', 't', undefined),
});
const expiresAt = fc.integer({ min: 0, max: 10 });
const records: fc.Arbitrary<StoredRecord> = fc
  .tuple(fc.constantFrom(...ids), owners, expiresAt, fc.integer({ min: 0, max: 2 }))
  .map(([named, owner, expiry, version]) => ({
    ...named,
    ...owner,
    version,
    kind: 'token',
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
  fc.constantFrom('x', 'y').map((clientId) => ({ clientId })),
);
const steps = fc.oneof(
  { weight: 6, arbitrary: changes.map((change) => ({ change })) },
  { weight: 1, arbitrary: targets.map((target) => ({ target })) },
  { weight: 2, arbitrary: fc.record({ now: expiresAt, limit: fc.integer({ min: 1, max: 3 }) }) },
);

/** The contract on a plain map, change by change. */
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

function covered(target: RevocationTarget, record: StoredRecord): boolean {
  return Object.entries(target).every(
    ([member, value]) =>
      value === undefined ||
      Object.entries(record).some(([name, is]) => name === member && is === value),
  );
}

test('the store does what a plain map would do', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 60 }), async (run) => {
      const store = memoryStore({ clock: () => 0 });
      const model = new Map<string, StoredRecord>();
      for (const step of run) {
        if ('change' in step) {
          const lost = applyToModel(model, step.change);
          const expected = lost === undefined ? { committed: true } : { committed: false, lost };
          expect(store.commit([step.change])).toEqual(expected);
        } else if ('target' in step) {
          const gone = [...model.values()].filter((record) => covered(step.target, record));
          for (const { id } of gone) model.delete(id);
          expect(store.revoke(step.target)).toBe(gone.length);
        } else {
          const due = [...model.values()].filter((record) => record.expiresAt <= step.now);
          expect(await store.purge(step.now, step.limit)).toBe(Math.min(due.length, step.limit));
          // Which of them it took is its own affair, that it took no other is not.
          for (const { id } of due) if (store.get(id) === undefined) model.delete(id);
        }
        expect(store.size).toBe(model.size);
        for (const { id } of ids) expect(store.get(id)).toEqual(model.get(id));
      }
    }),
    { numRuns: 2000 },
  );
});
