import { afterEach, beforeEach, expect, it } from 'vitest';
import { insert, recordMaker } from '@oauth/testing';
import { temporaryFile, type TemporaryFile } from '../test/temporary-file.js';
import { sqliteStore } from './index.js';

const newRecord = recordMaker(9e9);
let file: TemporaryFile;
beforeEach(() => (file = temporaryFile()));
afterEach(() => file.remove());

it('a list goes on where it was after VACUUM', async () => {
  const database = file.connect();
  const store = sqliteStore(database);
  const records = Array.from({ length: 300 }, () => newRecord());
  for (const record of records) void store.commit([insert(record)]);
  for (const { id } of records.filter((_, index) => index % 2 === 0))
    void store.commit([{ type: 'remove', id }]);
  const left = records.filter((_, index) => index % 2 === 1);
  const first = await store.list({ clientId: 'app' }, { limit: 50 });
  database.exec('VACUUM');
  const request = { limit: 1000, after: first.next };
  const rest = await store.list({ clientId: 'app' }, request);
  expect([...first.records, ...rest.records]).toEqual(left);
});
