import assert from 'node:assert/strict';
import type { Scenario } from '../scenario.js';
import { hello } from '../servers/hello.js';
import { handWrittenResource } from '../servers/limit-resource.js';
import { resourceOverFetch, resourceOverNode } from '../servers/our-resource.js';

const answer = { subject: 'alice' };

/** A protected resource, its opaque token looked up in the store. */
export const resource: Scenario = {
  name: 'resource',
  method: 'GET',
  path: '/profile',
  headers: {},
  singleUse: false,
  servers: {
    hello: () => hello(answer, ['x'.repeat(43)]),
    limit: handWrittenResource,
    requireOAuth: resourceOverNode,
    protect: resourceOverFetch,
  },
  async verify(send) {
    const { status, headers, body } = await send();
    assert.equal(status, 200);
    assert.match(headers.get('content-type') ?? '', /^application\/json/);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.deepEqual(body, answer);
  },
};
