import { describe, it } from 'vitest';
import { badInput } from './bad-input.js';
import { connections } from './connections.js';
import { fuzz } from './fuzz.js';
import { largeBodies } from './large-bodies.js';
import { request } from './requests.js';
import { startServer, type MakeListener } from './running-server.js';
import { expectRefusal } from './safe.js';

/** Runs what every adapter must withstand against a node:http server with this adapter's listener. */
export function adapterSuite(makeListener: MakeListener): void {
  frameworkSuite(makeListener);
  describe('large bodies', () => largeBodies(makeListener));
  describe('random bytes', () => fuzz(makeListener));
  it('an unknown path gets a 404', async () => {
    const { connect } = await startServer(makeListener);
    const connection = await connect();
    const answer = await connection.ask(request('POST', '/tokens', {}, 'a=b'));
    expectRefusal(answer, 404, 'not_found');
  });
}

/** The part that must also hold with a framework around an adapter. */
export function frameworkSuite(makeListener: MakeListener): void {
  describe('bad input', () => badInput(makeListener));
  describe('connections', () => connections(makeListener));
}
