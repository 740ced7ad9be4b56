/** One node of the authorization server. */
import { parseArgs } from 'node:util';
import { nodeHandler } from '@oauth/adapter-node';
import { readChoice } from '@oauth/app-kit/command-line';
import { authorizationServer } from './authorization-server.js';
import { fastClock, paceOptions, parsePace } from './fast-clock.js';
import { serveUntilIdle } from './serve-until-idle.js';

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: ':memory:' },
    /** Default: the URL at which the node listens. */
    issuer: { type: 'string' },
    port: { type: 'string', default: '0' },
    tokens: { type: 'string', default: 'jwt' },
    ...paceOptions,
  },
});

await serveUntilIdle(Number(values.port), (url) =>
  nodeHandler(
    authorizationServer({
      database: values.database,
      issuer: values.issuer ?? url,
      tokens: readChoice('--tokens', values.tokens, ['jwt', 'opaque']),
      clock: fastClock(parsePace(values)),
    }),
  ),
);
