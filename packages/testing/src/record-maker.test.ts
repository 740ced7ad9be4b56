import { expect, it } from 'vitest';
import { insert, recordMaker, spend, update } from './index.js';

it('makes records that a test can tell apart, each of a grant of its own', () => {
  const newRecord = recordMaker(1000);
  const [one, other] = [newRecord(), newRecord()];
  expect(one.id).not.toBe(other.id);
  expect(one.grantId).not.toBe(other.grantId);
  for (const { id, grantId } of [one, other]) {
    expect(id.startsWith(grantId)).toBe(true);
    expect([grantId.length, id.length]).toEqual([16, 59]);
  }
  expect(one).toMatchObject({ version: 0, clientId: 'app', subject: 'alice', expiresAt: 4600 });
});

it('takes every member from the test, and keeps the id within the grant', () => {
  const newRecord = recordMaker(1000);
  const { grantId } = newRecord();
  const sibling = newRecord({ grantId, kind: 'refresh_token', subject: undefined });
  expect(sibling).toMatchObject({ grantId, kind: 'refresh_token', subject: undefined });
  expect(sibling.id.startsWith(grantId)).toBe(true);
});

it('spends a record by its next version', () => {
  const code = recordMaker(1000)();
  const spent = spend(code, 'first');
  expect(spent).toMatchObject({ id: code.id, version: 1 });
  expect(spent.data).toMatchObject({ spentAt: 1001, note: 'first' });
  expect([insert(code), update(spent)]).toEqual([
    { type: 'insert', record: code },
    { type: 'update', record: spent },
  ]);
});
