import assert from 'node:assert/strict';
import { exchangeBody, form } from '../clients.js';
import type { Scenario } from '../scenario.js';
import { sendTogether } from '../servers/by-hand.js';
import { hello } from '../servers/hello.js';
import { handWrittenExchange } from '../servers/limit-exchange.js';
import { issueCode, many } from '../servers/our-tokens.js';
import type { Ours } from '../servers/ours.js';
import { overFetch } from '../servers/over-fetch.js';
import { overNode } from '../servers/over-node.js';
import { fixedPair, pairOf } from './token-pair.js';

function bodies(ours: Ours, count: number): Promise<readonly string[]> {
  return many(count, async () => exchangeBody(await issueCode(ours)));
}

/** An authorization code redeemed by a confidential client, with PKCE. */
export const exchange: Scenario = {
  name: 'exchange',
  method: 'POST',
  path: '/token',
  headers: form,
  singleUse: true,
  servers: {
    hello: () => hello(fixedPair, [exchangeBody('x'.repeat(43))]),
    limit: () => handWrittenExchange(),
    'limit, together': () => handWrittenExchange(sendTogether),
    'adapter-node': () => overNode(bodies),
    'adapter-fetch': () => overFetch(bodies),
  },
  async verify(send) {
    const tokens = [pairOf(await send()), pairOf(await send())].flat();
    assert.equal(new Set(tokens).size, 4);
    // Both codes are spent now.
    const { status, body } = await send();
    assert.equal(status, 400);
    assert.equal(body['error'], 'invalid_grant');
  },
};
