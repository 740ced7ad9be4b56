import { expect, it } from 'vitest';
import { recordMaker } from '@oauth/testing';
import { openTable } from './my-table.js';

const newRecord = recordMaker(1000);

it('stores, finds, lists and revokes records in a table of its own', () => {
  const table = openTable(':memory:');
  const records = Array.from({ length: 5 }, () => newRecord());
  for (const record of records) expect(table.insert(record)).toBe(true);
  const [first = newRecord()] = records;
  expect(table.insert(first)).toBe(false);
  expect(table.find(first.id)).toEqual(first);
  const page = table.list({ subject: 'alice' }, { limit: 3 });
  const rest = table.list({ subject: 'alice' }, { limit: 3, after: page.next });
  expect([...page.records, ...rest.records]).toEqual(records);
  expect(rest.next).toBe(undefined);
  expect(table.revoke({ clientId: '' })).toBe(0);
  expect(table.revoke({ subject: 'alice', clientId: 'app' })).toBe(5);
});
