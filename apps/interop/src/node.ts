/** One node of the authorization server. */
import { parseArgs } from 'node:util';
import { nodeHandler } from '@oauth/adapter-node';
import { authorizationServer } from './authorization-server.js';
import { fastClock, paceOptions, readPace } from './fast-clock.js';
import { listen } from './listen.js';

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: ':memory:' },
    /** Default: where it listens. */
    issuer: { type: 'string' },
    port: { type: 'string', default: '0' },
    /** `jwt` or `opaque`. */
    tokens: { type: 'string', default: 'jwt' },
    ...paceOptions,
  },
});
const { database, tokens } = values;

await listen(Number(values.port), (url) => {
  const issuer = values.issuer ?? url;
  return nodeHandler(
    authorizationServer({ database, issuer, tokens, clock: fastClock(readPace(values)) }),
  );
});
