import { describe, expect, it } from 'vitest';
import type { Store, StoredRecord } from '@oauth/core';
import { codeServer } from '../test/code-server.js';

/** A store whose reads are those of a replica that has stopped: each record as it first was. */
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
describe('a store that reads from a replica', () => {
  it('gives nothing for a code that was spent, though it is read as new', async () => {
    const { code, redeem, live, events } = codeServer({}, { wrap: staleReads });
    const one = await code();
    const first = await redeem(one);
    expect(first.status).toBe(200);
    const second = await redeem(one);
    expect([second.status, second.body['error']]).toEqual([503, 'temporarily_unavailable']);
    expect(second.text).not.toContain('access_token');
    expect(events.all.at(-1)).toMatchObject({ reason: 'store.contended' });
    expect(await live(first.body['access_token'])).toEqual([true]);
  });
});
