import { nodeHandler } from '@oauth/adapter-node';
import { protectedResource, type ProtectedResource } from '@oauth/resource';
import { byJwt } from '@oauth/resource/jwt';
import { fakeClock, recordEvents, type RecordedEvents } from '@oauth/testing';
import {
  generateSigningKey,
  jwtAccessTokens,
  keyRing,
  rotateKeys,
  type SigningAlgorithm,
  type StoredKey,
} from '@oauth/token-jwt';
import { makeIssuer, resource, type Issuer } from './issuer.js';
import { listening } from './listening.js';
import { bearer } from './protected-api.js';

export interface JwtIssuer extends Issuer {
  readonly api: ProtectedResource;
  readonly jwksUri: string;
  readonly events: RecordedEvents;
  readonly stop: () => Promise<void>;
  /** How often its keys were asked for. */
  readonly loads: () => number;
  /** Adds a key that signs 15 minutes later, and forgets those that nobody needs. */
  readonly rotate: () => Promise<void>;
  /** Takes all keys away and signs with a new one from now on. */
  readonly replace: () => Promise<void>;
  /** What the API answers to this token. */
  readonly statusOf: (token: string) => Promise<number>;
}

const issuer = 'https://auth.example';

/** An authorization server whose tokens are JWTs, and an API that loads its keys over HTTP. */
export async function makeJwtIssuer(alg: SigningAlgorithm = 'ES256'): Promise<JwtIssuer> {
  const clock = fakeClock();
  const events = recordEvents();
  const seconds = () => Math.floor(clock.nowMs() / 1000);
  let stored: readonly StoredKey[] = [await generateSigningKey(alg, seconds())];
  const keys = keyRing({ load: () => stored, retiredKeyLifetime: 3600 });
  const plugins = [jwtAccessTokens({ keys, audience: resource })];
  const made = makeIssuer({ issuer, plugins, clock });
  let loads = 0;
  const handle = nodeHandler(made.server);
  const { origin, stop } = await listening((request, response) => {
    loads += 1;
    handle(request, response);
  });
  const jwksUri = `${origin}/jwks`;
  const api = protectedResource({
    resource,
    validate: byJwt({ issuer, jwksUri }),
    clock: clock.nowMs,
    onEvent: events.onEvent,
  });
  return {
    ...made,
    api,
    jwksUri,
    events,
    stop,
    loads: () => loads,
    async rotate() {
      stored = await rotateKeys(stored, {
        alg,
        now: seconds(),
        publishAhead: 900,
        retiredKeyLifetime: 3600,
      });
    },
    async replace() {
      stored = [await generateSigningKey(alg, seconds())];
    },
    async statusOf(token) {
      const verdict = await api.validateProtectedResourceRequest(bearer(token));
      return verdict.ok ? 200 : verdict.response.status;
    },
  };
}
