import { describe, expect, it } from 'vitest';
import { nodeHandler } from '@oauth/adapter-node';
import {
  byIntrospection,
  protectedResource,
  type ByIntrospectionOptions,
  type Requirements,
} from '@oauth/resource';
import { recordEvents } from '@oauth/testing';
import { startHttpServer } from '../test/http-server.js';
import { testIssuer, resource, secret } from '../test/issuer.js';
import { bearerRequest } from '../test/protected-api.js';

/** An API that introspects its tokens at an authorization server over HTTP. */
async function introspectingApi(options: Partial<ByIntrospectionOptions> = {}) {
  const issuer = testIssuer();
  let requests = 0;
  const handle = nodeHandler(issuer.server);
  const { origin, stop } = await startHttpServer((request, response) => {
    requests += 1;
    handle(request, response);
  });
  const events = recordEvents();
  const validate = byIntrospection({
    endpoint: `${origin}/introspect`,
    clientId: 'api',
    clientSecret: secret,
    ...options,
  });
  const createApi = (audience: string) =>
    protectedResource({
      resource,
      audience,
      validate,
      clock: issuer.clock.nowMs,
      onEvent: events.onEvent,
    });
  const api = createApi(resource);
  const getStatus = async (token: string, scopes: readonly string[] = [], from = api) => {
    const result = await from.validateProtectedResourceRequest(bearerRequest(token), { scopes });
    return result.ok ? 200 : result.response.status;
  };
  return { ...issuer, createApi, api, events, getStatus, stop, countRequests: () => requests };
}

describe('an API whose authorization server introspects the token', () => {
  it('learns everything that the token says', async () => {
    const { api, issueTokens, clock } = await introspectingApi();
    const { access } = await issueTokens({ scope: 'read write', details: '{"acr":"silver"}' });
    expect(await api.validateProtectedResourceRequest(bearerRequest(access))).toMatchObject({
      ok: true,
      auth: {
        subject: 'alice',
        clientId: 'app',
        scopes: ['read', 'write'],
        audience: [resource],
        expiresAt: clock.nowMs() / 1000 + 3600,
        claims: { acr: 'silver', iss: 'https://auth.example', token_type: 'Bearer' },
      },
    });
  });

  // #161
  it('learns how the user signed in', async () => {
    const { api, issueTokens, clock } = await introspectingApi();
    const details = JSON.stringify({ auth_time: clock.nowMs() / 1000 - 61, acr: 'silver' });
    const request = bearerRequest((await issueTokens({ details })).access);
    const validate = (requirements: Requirements) =>
      api.validateProtectedResourceRequest(request, requirements);
    expect(await validate({ acrValues: ['gold', 'silver'], maxAge: 61 })).toMatchObject({
      ok: true,
    });
    expect(await validate({ maxAge: 60 })).toMatchObject({
      ok: false,
      reason: 'token.authentication',
    });
    expect(await validate({ acrValues: ['gold'] })).toMatchObject({ ok: false });
  });

  it.each(['unknown-token-of-some-length', 'x', '~'.repeat(8000)])(
    'refuses the unknown token %.9s…',
    async (token) => {
      const { getStatus } = await introspectingApi();
      expect(await getStatus(token)).toBe(401);
    },
  );

  it('refuses a refresh token, which is active too', async () => {
    const { getStatus, issueTokens } = await introspectingApi();
    const { refresh } = await issueTokens();
    expect(await getStatus(refresh)).toBe(401);
  });

  // #193
  it('refuses a token that is bound to a key', async () => {
    const { getStatus, issueTokens } = await introspectingApi();
    const { access } = await issueTokens({ details: '{"cnf":{"jkt":"abc"}}' });
    expect(await getStatus(access)).toBe(401);
  });

  it('authenticates with credentials of any characters', async () => {
    const { getStatus, issueTokens, events } = await introspectingApi({
      clientId: 'ä:b c',
      clientSecret: '%&+=:ü',
    });
    expect(await getStatus((await issueTokens()).access)).toBe(503);
    expect(events.all).toMatchObject([{ reason: 'token.undetermined' }]);
  });
});

// #194
describe('an introspection response', () => {
  it('is cached for 30 s', async () => {
    const { getStatus, issueTokens, clock, countRequests } = await introspectingApi();
    const before = countRequests();
    const { access } = await issueTokens();
    for (const seconds of [0, 29]) {
      clock.advance(seconds);
      expect(await getStatus(access)).toBe(200);
    }
    expect(countRequests() - before).toBe(1);
    clock.advance(1);
    expect(await getStatus(access)).toBe(200);
    expect(countRequests() - before).toBe(2);
  });

  it('is checked against the requirements of each request', async () => {
    const { getStatus, issueTokens, createApi, countRequests } = await introspectingApi();
    const { access } = await issueTokens({ scope: 'read' });
    expect(await getStatus(access, ['read'])).toBe(200);
    expect(await getStatus(access, ['write'])).toBe(403);
    expect(await getStatus(access, ['read'], createApi('another-api'))).toBe(401);
    expect(await getStatus(access)).toBe(200);
    expect(countRequests()).toBe(1);
  });

  it('outlives a revocation by cacheLifetime at most', async () => {
    const { getStatus, issueTokens, store, clock } = await introspectingApi({ cacheLifetime: 10 });
    const { access } = await issueTokens();
    expect(await getStatus(access)).toBe(200);
    await store.revoke({ subject: 'alice' });
    clock.advance(10);
    expect(await getStatus(access)).toBe(401);
  });

  it('is not cached longer when the clock is set back', async () => {
    const { getStatus, issueTokens, store, clock } = await introspectingApi();
    const { access } = await issueTokens();
    expect(await getStatus(access)).toBe(200);
    await store.revoke({ subject: 'alice' });
    clock.advance(-600);
    expect(await getStatus(access)).toBe(401);
  });

  it('is requested once for requests with the token at the same time', async () => {
    const { getStatus, issueTokens, countRequests, clock } = await introspectingApi();
    const [one, other] = [(await issueTokens()).access, (await issueTokens()).access];
    const statuses = await Promise.all([one, one, one, other].map((token) => getStatus(token)));
    expect([statuses, countRequests()]).toEqual([[200, 200, 200, 200], 2]);
    clock.advance(30);
    expect(await getStatus(one)).toBe(200);
    expect(countRequests()).toBe(3);
  });

  it('is requested again after a failed request', async () => {
    const { getStatus, issueTokens, stop } = await introspectingApi();
    const { access } = await issueTokens();
    await stop();
    const statuses = await Promise.all([getStatus(access), getStatus(access)]);
    expect([...statuses, await getStatus(access)]).toEqual([503, 503, 503]);
  });

  it('is never cached past the expiry of the token', async () => {
    const { getStatus, issueTokens, clock, countRequests } = await introspectingApi({
      cacheLifetime: 7200,
    });
    const { access } = await issueTokens();
    expect(await getStatus(access)).toBe(200);
    clock.advance(3599);
    expect(await getStatus(access)).toBe(200);
    clock.advance(1);
    expect(await getStatus(access)).toBe(401);
    expect(countRequests()).toBe(2);
  });

  it('is not cached with a cacheLifetime of 0', async () => {
    const { getStatus, issueTokens, store, countRequests } = await introspectingApi({
      cacheLifetime: 0,
    });
    const { access } = await issueTokens();
    expect(await getStatus(access)).toBe(200);
    await store.revoke({ subject: 'alice' });
    expect(await getStatus(access)).toBe(401);
    expect(countRequests()).toBe(2);
  });

  it('is cached for an inactive token too', async () => {
    const { getStatus, countRequests } = await introspectingApi();
    expect(await getStatus('unknown-token-of-some-length')).toBe(401);
    expect(await getStatus('unknown-token-of-some-length')).toBe(401);
    expect(countRequests()).toBe(1);
  });

  it('makes room for newer responses when cacheSize is reached', async () => {
    const { getStatus, issueTokens, countRequests } = await introspectingApi({ cacheSize: 2 });
    const tokens = [];
    for (let count = 0; count < 3; count += 1) tokens.push((await issueTokens()).access);
    for (const token of tokens) await getStatus(token);
    expect(countRequests()).toBe(3);
    for (const token of tokens.slice(1)) await getStatus(token);
    expect(countRequests()).toBe(3);
    for (const token of tokens.slice(0, 1)) expect(await getStatus(token)).toBe(200);
    expect(countRequests()).toBe(4);
  });
});

describe('an authorization server that is stopped', () => {
  it('makes the API answer 503 once its cached responses expire', async () => {
    const { getStatus, issueTokens, stop, clock, events } = await introspectingApi();
    const [seen, unseen] = [await issueTokens(), await issueTokens()];
    expect(await getStatus(seen.access)).toBe(200);
    await stop();
    expect(await getStatus(unseen.access)).toBe(503);
    expect(events.all).toMatchObject([{ type: 'request.failed', reason: 'token.undetermined' }]);
    // A cached response stays valid as long as it would with the server running.
    clock.advance(29);
    expect(await getStatus(seen.access)).toBe(200);
    clock.advance(1);
    expect(await getStatus(seen.access)).toBe(503);
  });
});
