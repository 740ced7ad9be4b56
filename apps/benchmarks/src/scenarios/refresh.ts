import assert from 'node:assert/strict';
import { form, refreshBody } from '../clients.js';
import type { Scenario } from '../scenario.js';
import { sendTogether } from '../servers/by-hand.js';
import { hello } from '../servers/hello.js';
import { handWrittenRefresh } from '../servers/limit-refresh.js';
import { issuePair, many } from '../servers/our-tokens.js';
import type { Ours } from '../servers/ours.js';
import { overFetch } from '../servers/over-fetch.js';
import { overNode } from '../servers/over-node.js';
import { fixedPair, pairOf } from './token-pair.js';

function bodies(ours: Ours, count: number): Promise<readonly string[]> {
  return many(count, async () => refreshBody((await issuePair(ours)).refreshToken));
}

/** A refresh token traded for the next one. */
export const refresh: Scenario = {
  name: 'refresh',
  method: 'POST',
  path: '/token',
  headers: form,
  singleUse: true,
  servers: {
    hello: () => hello(fixedPair, [refreshBody('x'.repeat(43))]),
    limit: () => handWrittenRefresh(),
    'limit, together': () => handWrittenRefresh(sendTogether),
    'adapter-node': () => overNode(bodies),
    'adapter-fetch': () => overFetch(bodies),
  },
  async verify(send) {
    const pairs = [pairOf(await send()), pairOf(await send())];
    assert.equal(new Set(pairs.flat()).size, 4);
    // Both are spent now: a repeat is answered with the tokens that it has got already.
    const again = String(pairOf(await send()));
    assert.ok(pairs.some((pair) => String(pair) === again));
  },
};
