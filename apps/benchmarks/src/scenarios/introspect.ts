import assert from 'node:assert/strict';
import { apiAuthorization, form, introspectionBody, service } from '../clients.js';
import type { Scenario } from '../scenario.js';
import { sendTogether } from '../servers/by-hand.js';
import { hello } from '../servers/hello.js';
import { handWrittenIntrospect } from '../servers/limit-introspect.js';
import { issueToken } from '../servers/our-tokens.js';
import type { Ours } from '../servers/ours.js';
import { overFetch } from '../servers/over-fetch.js';
import { overNode } from '../servers/over-node.js';

const answer = { active: true, scope: service.scope, client_id: service.id, token_type: 'Bearer' };
const times = { exp: 2_000_000_000, iat: 2_000_000_000 };

async function bodies(ours: Ours): Promise<readonly string[]> {
  return [introspectionBody(await issueToken(ours))];
}

/** A live token looked up by a client that authenticates by HTTP Basic. */
export const introspect: Scenario = {
  name: 'introspect',
  method: 'POST',
  path: '/introspect',
  headers: { ...form, Authorization: apiAuthorization },
  singleUse: false,
  servers: {
    hello: () => hello({ ...answer, ...times }, [introspectionBody('x'.repeat(43))]),
    limit: () => handWrittenIntrospect(),
    'limit, together': () => handWrittenIntrospect(sendTogether),
    'adapter-node': () => overNode(bodies),
    'adapter-fetch': () => overFetch(bodies),
  },
  async verify(send) {
    const { status, headers, body } = await send();
    assert.equal(status, 200);
    assert.match(headers.get('content-type') ?? '', /^application\/json/);
    for (const [name, value] of Object.entries(answer)) assert.equal(body[name], value, name);
    const { exp, iat } = body;
    assert.ok(typeof exp === 'number' && typeof iat === 'number' && exp - iat === 3600);
    assert.ok(exp * 1000 > Date.now());
  },
};
