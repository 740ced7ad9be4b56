import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { refresh } from '@oauth/grant-refresh';
import { formatReport, storeSuite, type MadeStore, type StoreCapabilities } from '@oauth/testing';
import { collectCases, findFailures } from './collect-cases.js';
import { open, processFaults } from './file-store.mjs';

const capabilities: StoreCapabilities = {
  persistent: true,
  processes: new URL('file-store.mjs', import.meta.url),
  grants: [authorizationCode(), refresh()],
};

function makeStore(fault?: string): MadeStore {
  const folder = mkdtempSync(join(tmpdir(), 'store-kit-'));
  const place = { path: join(folder, 'records.db'), fault: fault ?? '' };
  return {
    store: open(place),
    open: () => open(place),
    place,
    close: () => rmSync(folder, { recursive: true }),
  };
}

const small: StoreCapabilities = { ...capabilities, rounds: 5, parallel: 16 };

// #311 #313 #314 #320
describe('a store that is right in several processes', () => {
  const report = storeSuite({ describe, expect, it }, () => makeStore(), small);
  afterAll(() => console.log(formatReport(report)));
});

describe('a store that is wrong in several processes', () => {
  const getGroup = (name: string): string | undefined => name.split(' > ')[2];
  const collectProcessCases = (fault?: string): ReturnType<typeof collectCases> => {
    const all = collectCases(() => makeStore(fault), small);
    return new Map([...all].filter(([name]) => name.startsWith('store > processes')));
  };
  const everFailed = new Set<string>();

  it.each(processFaults)('that %s fails in the groups %j', async (fault, groups) => {
    const cases = [...collectProcessCases(fault)].filter(([name]) =>
      groups.includes(getGroup(name) ?? ''),
    );
    const failed = await findFailures(new Map(cases));
    for (const name of failed) everFailed.add(name);
    expect([...new Set(failed.map(getGroup))]).toEqual(groups);
  });

  it('exists for every case, so that no case is useless', () => {
    expect([...collectProcessCases().keys()].filter((name) => !everFailed.has(name))).toEqual([]);
  });
});
