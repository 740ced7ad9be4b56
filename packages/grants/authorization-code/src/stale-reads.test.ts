import { describe, expect, it } from 'vitest';
import type { Store, StoredRecord } from '@oauth/core';
import { codeServer } from '../test/code-server.js';

/** Wraps a store so that it reads like a replica that stopped: each record as it was first read. */
function staleReads(store: Store): Store {
  const first = new Map<string, StoredRecord | undefined>();
  return {
    ...store,
    async get(id) {
      if (!first.has(id)) first.set(id, await store.get(id));
      return first.get(id);
    },
  };
}

// #316
describe('with a store that reads from a stale replica', () => {
  it('a spent code gives nothing, although it is read as unspent', async () => {
    const { requestCode, redeemCode, areLive, events } = codeServer({}, { wrapStore: staleReads });
    const code = await requestCode();
    const first = await redeemCode(code);
    expect(first.status).toBe(200);
    const second = await redeemCode(code);
    expect([second.status, second.body['error']]).toEqual([503, 'temporarily_unavailable']);
    expect(second.text).not.toContain('access_token');
    expect(events.all.at(-1)).toMatchObject({ reason: 'store.contended' });
    expect(await areLive(first.body['access_token'])).toEqual([true]);
  });
});
