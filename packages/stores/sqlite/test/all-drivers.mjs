/**
 * Runs the store suite with the driver that the runtime brings (Node 22 and newer, or Bun), or with the
 * module that `DRIVER` names. Run it by hand, after a build: Node 20 brings no driver.
 */
import { deepEqual, strictEqual } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, sqliteStore } from '@oauth/store-sqlite';
import { storeSuite } from '@oauth/testing';

async function loadDriver() {
  if (process.env.DRIVER) return (await import(process.env.DRIVER)).default;
  if (process.versions.bun) return (await import('bun:sqlite')).Database;
  return (await import('node:sqlite')).DatabaseSync;
}

const Database = await loadDriver();
const cases = [];
const withoutUndefined = (value) => JSON.parse(JSON.stringify(value ?? null));
const runner = {
  describe: (_, define) => define(),
  it: (name, run) => cases.push([name, run]),
  expect: (actual) => ({
    toBe: (expected) => strictEqual(actual, expected),
    toEqual: (expected) => deepEqual(withoutUndefined(actual), withoutUndefined(expected)),
  }),
};
const makeStore = () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-sqlite-'));
  const open = () => {
    const database = new Database(join(folder, 'oauth.db'));
    migrate(database);
    return sqliteStore(database, { synchronous: 'normal' });
  };
  return {
    store: open(),
    open,
    close: () => rmSync(folder, { recursive: true }),
  };
};
storeSuite(runner, makeStore, { persistent: true, list: true });

let failed = 0;
for (const [name, run] of cases)
  try {
    await run();
  } catch (error) {
    failed += 1;
    console.log(`${name}: ${error.stack}`);
  }
console.log(`${cases.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
