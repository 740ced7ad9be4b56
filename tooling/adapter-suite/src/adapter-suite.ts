import { describe, it } from 'vitest';
import { testBadInput } from './bad-input.js';
import { testConnections } from './connections.js';
import { expectErrorResponse } from './expect-response.js';
import { testLargeBodies } from './large-bodies.js';
import { testRandomInput } from './random-input.js';
import { rawRequest } from './raw-requests.js';
import { startServer, type CreateListener } from './running-server.js';

/** Declares the tests that every adapter must pass, behind the node:http listener created here. */
export function adapterSuite(createListener: CreateListener): void {
  frameworkSuite(createListener);
  describe('large bodies', () => testLargeBodies(createListener));
  describe('random input', () => testRandomInput(createListener));
  it('sends a JSON 404 for an unknown path', async () => {
    const { connect } = await startServer(createListener);
    const connection = await connect();
    const response = await connection.sendRequest(rawRequest('POST', '/tokens', {}, 'a=b'));
    expectErrorResponse(response, 404, 'not_found');
  });
}

/** Declares the tests that an adapter must also pass inside a web framework. */
export function frameworkSuite(createListener: CreateListener): void {
  describe('bad input', () => testBadInput(createListener));
  describe('connections', () => testConnections(createListener));
}
