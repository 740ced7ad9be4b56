import { describe } from 'vitest';
import { badInput } from './bad-input.js';
import { connections } from './connections.js';
import { fuzz } from './fuzz.js';
import { largeBodies } from './large-bodies.js';
import type { MakeListener } from './running-server.js';

/** Runs what every adapter must withstand against a node:http server with this adapter's listener. */
export function adapterSuite(makeListener: MakeListener): void {
  describe('bad input', () => badInput(makeListener));
  describe('large bodies', () => largeBodies(makeListener));
  describe('connections', () => connections(makeListener));
  describe('random bytes', () => fuzz(makeListener));
}
