import { nodeHandler } from '@oauth/adapter-node';
import { protectedResource, type ProtectedResource } from '@oauth/resource';
import { byJwt } from '@oauth/resource/jwt';
import { fakeClock, recordEvents, type FakeClock, type RecordedEvents } from '@oauth/testing';
import {
  generateSigningKey,
  jwtAccessTokens,
  keyRing,
  rotateKeys,
  type SigningAlgorithm,
  type StoredKey,
} from '@oauth/token-jwt';
import { startHttpServer } from './http-server.js';
import { testIssuer, resource, type Issuer } from './issuer.js';
import { bearerRequest } from './protected-api.js';

export interface JwtIssuer extends Issuer {
  readonly api: ProtectedResource;
  readonly jwksUri: string;
  readonly events: RecordedEvents;
  readonly stop: () => Promise<void>;
  /** The number of requests for the issuer's key set. */
  readonly countKeyRequests: () => number;
  /** Adds a key that signs 15 minutes later, and removes keys that no valid token is signed with. */
  readonly rotateSigningKey: () => Promise<void>;
  /** Removes all keys and signs with a new one at once. */
  readonly replaceSigningKey: () => Promise<void>;
  /** The status with which the API answers this token; 200 if it is valid. */
  readonly getStatus: (token: string) => Promise<number>;
}

const issuer = 'https://auth.example';

/** An authorization server whose tokens are JWTs, and an API that loads its keys over HTTP. */
export async function jwtIssuer(alg: SigningAlgorithm = 'ES256'): Promise<JwtIssuer> {
  const clock = fakeClock();
  const events = recordEvents();
  const { keys, ...changeKeys } = await changingKeys(alg, clock);
  const plugins = [jwtAccessTokens({ keys, audience: resource })];
  const created = testIssuer({ issuer, plugins, clock });
  let keyRequests = 0;
  const handle = nodeHandler(created.server);
  const { origin, stop } = await startHttpServer((request, response) => {
    keyRequests += 1;
    handle(request, response);
  });
  const jwksUri = `${origin}/jwks`;
  const validate = byJwt({ issuer, jwksUri });
  const { onEvent } = events;
  const api = protectedResource({ resource, validate, clock: clock.nowMs, onEvent });
  return {
    ...created,
    ...changeKeys,
    api,
    jwksUri,
    events,
    stop,
    countKeyRequests: () => keyRequests,
    async getStatus(token) {
      const result = await api.validateProtectedResourceRequest(bearerRequest(token));
      return result.ok ? 200 : result.response.status;
    },
  };
}

async function changingKeys(alg: SigningAlgorithm, clock: FakeClock) {
  const getNow = () => Math.floor(clock.nowMs() / 1000);
  let stored: readonly StoredKey[] = [await generateSigningKey(alg, getNow())];
  const retiredKeyLifetime = 3600;
  return {
    keys: keyRing({ load: () => stored, retiredKeyLifetime }),
    async rotateSigningKey() {
      const rotation = { alg, now: getNow(), prepublishPeriod: 900, retiredKeyLifetime };
      stored = await rotateKeys(stored, rotation);
    },
    async replaceSigningKey() {
      stored = [await generateSigningKey(alg, getNow())];
    },
  };
}
