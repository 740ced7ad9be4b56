import assert from 'node:assert/strict';
import { form, service, tokenRequestBody } from '../clients.js';
import type { Scenario } from '../scenario.js';
import { sendTogether } from '../servers/by-hand.js';
import { hello } from '../servers/hello.js';
import { handWrittenClientCredentials } from '../servers/limit-client-credentials.js';
import { overFetch } from '../servers/over-fetch.js';
import { overNode } from '../servers/over-node.js';

const answer = { token_type: 'Bearer', expires_in: 3600, scope: service.scope };
const bodies = async (): Promise<readonly string[]> => [tokenRequestBody];

/** A token for a client that sends its secret in the form. */
export const clientCredentials: Scenario = {
  name: 'client_credentials',
  method: 'POST',
  path: '/token',
  headers: form,
  singleUse: false,
  servers: {
    hello: () => hello({ access_token: 'x'.repeat(43), ...answer }, [tokenRequestBody]),
    limit: () => handWrittenClientCredentials(),
    'limit, together': () => handWrittenClientCredentials(sendTogether),
    'adapter-node': () => overNode(bodies),
    'adapter-fetch': () => overFetch(bodies),
  },
  async verify(send) {
    const tokens = new Set<string>();
    for (const { status, headers, body } of [await send(), await send()]) {
      const { access_token: token, ...rest } = body;
      assert.equal(status, 200);
      assert.match(headers.get('content-type') ?? '', /^application\/json/);
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.deepEqual(rest, answer);
      assert.ok(typeof token === 'string' && /^[\w-]{43,}$/.test(token));
      tokens.add(token);
    }
    assert.equal(tokens.size, 2);
  },
};
