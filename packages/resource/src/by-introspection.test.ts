import { describe, expect, it } from 'vitest';
import { nodeHandler } from '@oauth/adapter-node';
import {
  byIntrospection,
  protectedResource,
  type ByIntrospectionOptions,
  type Requirements,
} from '@oauth/resource';
import { recordEvents } from '@oauth/testing';
import { makeIssuer, resource, secret } from '../test/issuer.js';
import { listening } from '../test/listening.js';
import { bearer } from '../test/protected-api.js';

/** An API that asks an authorization server over HTTP. */
async function serve(options: Partial<ByIntrospectionOptions> = {}) {
  const issuer = makeIssuer();
  let asked = 0;
  const handle = nodeHandler(issuer.server);
  const { origin, stop } = await listening((request, response) => {
    asked += 1;
    handle(request, response);
  });
  const events = recordEvents();
  const validate = byIntrospection({
    endpoint: `${origin}/introspect`,
    clientId: 'api',
    clientSecret: secret,
    ...options,
  });
  const make = (audience: string) =>
    protectedResource({
      resource,
      audience,
      validate,
      clock: issuer.clock.nowMs,
      onEvent: events.onEvent,
    });
  const api = make(resource);
  const statusOf = async (token: string, scopes: readonly string[] = [], on = api) => {
    const verdict = await on.validateProtectedResourceRequest(bearer(token), { scopes });
    return verdict.ok ? 200 : verdict.response.status;
  };
  return { ...issuer, make, api, events, statusOf, stop, asked: () => asked };
}

describe('what the authorization server says of a token', () => {
  it('is what its store says', async () => {
    const { api, issue, clock } = await serve();
    const { access } = await issue({ scope: 'read write', details: '{"acr":"silver"}' });
    expect(await api.validateProtectedResourceRequest(bearer(access))).toMatchObject({
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
  it('is how the user signed in, too', async () => {
    const { api, issue, clock } = await serve();
    const details = JSON.stringify({ auth_time: clock.nowMs() / 1000 - 61, acr: 'silver' });
    const request = bearer((await issue({ details })).access);
    const ask = (needed: Requirements) => api.validateProtectedResourceRequest(request, needed);
    expect(await ask({ acrValues: ['gold', 'silver'], maxAge: 61 })).toMatchObject({ ok: true });
    expect(await ask({ maxAge: 60 })).toMatchObject({ ok: false, reason: 'token.authentication' });
    expect(await ask({ acrValues: ['gold'] })).toMatchObject({ ok: false });
  });

  it.each(['unknown-token-of-some-length', 'x', '~'.repeat(8000)])(
    'closes to %.9s…',
    async (token) => {
      const { statusOf } = await serve();
      expect(await statusOf(token)).toBe(401);
    },
  );

  it('closes to a refresh token, which is as active', async () => {
    const { statusOf, issue } = await serve();
    const { refresh } = await issue();
    expect(await statusOf(refresh)).toBe(401);
  });

  // #193
  it('closes to a token that is bound to a key', async () => {
    const { statusOf, issue } = await serve();
    const { access } = await issue({ details: '{"cnf":{"jkt":"abc"}}' });
    expect(await statusOf(access)).toBe(401);
  });

  it('is asked with credentials of any characters', async () => {
    const { statusOf, issue, events } = await serve({ clientId: 'ä:b c', clientSecret: '%&+=:ü' });
    expect(await statusOf((await issue()).access)).toBe(503);
    expect(events.all).toMatchObject([{ reason: 'token.undetermined' }]);
  });
});

// #194
describe('an answer', () => {
  it('is used again for 30 s', async () => {
    const { statusOf, issue, clock, asked } = await serve();
    const before = asked();
    const { access } = await issue();
    for (const seconds of [0, 29]) {
      clock.advance(seconds);
      expect(await statusOf(access)).toBe(200);
    }
    expect(asked() - before).toBe(1);
    clock.advance(1);
    expect(await statusOf(access)).toBe(200);
    expect(asked() - before).toBe(2);
  });

  it('is held against each requirement anew', async () => {
    const { statusOf, issue, make, asked } = await serve();
    const { access } = await issue({ scope: 'read' });
    expect(await statusOf(access, ['read'])).toBe(200);
    expect(await statusOf(access, ['write'])).toBe(403);
    expect(await statusOf(access, ['read'], make('another-api'))).toBe(401);
    expect(await statusOf(access)).toBe(200);
    expect(asked()).toBe(1);
  });

  it('outlives a revocation for that long at most', async () => {
    const { statusOf, issue, store, clock } = await serve({ cacheLifetime: 10 });
    const { access } = await issue();
    expect(await statusOf(access)).toBe(200);
    await store.revoke({ subject: 'alice' });
    clock.advance(10);
    expect(await statusOf(access)).toBe(401);
  });

  it('is not kept for longer by a clock that is set back', async () => {
    const { statusOf, issue, store, clock } = await serve();
    const { access } = await issue();
    expect(await statusOf(access)).toBe(200);
    await store.revoke({ subject: 'alice' });
    clock.advance(-600);
    expect(await statusOf(access)).toBe(401);
  });

  it('is asked for once by all who come with the token meanwhile', async () => {
    const { statusOf, issue, asked, clock } = await serve();
    const [one, other] = [(await issue()).access, (await issue()).access];
    const statuses = await Promise.all([one, one, one, other].map((token) => statusOf(token)));
    expect([statuses, asked()]).toEqual([[200, 200, 200, 200], 2]);
    clock.advance(30);
    expect(await statusOf(one)).toBe(200);
    expect(asked()).toBe(3);
  });

  it('that did not come is asked for again', async () => {
    const { statusOf, issue, stop } = await serve();
    const { access } = await issue();
    await stop();
    const statuses = await Promise.all([statusOf(access), statusOf(access)]);
    expect([...statuses, await statusOf(access)]).toEqual([503, 503, 503]);
  });

  it('never outlives the token', async () => {
    const { statusOf, issue, clock, asked } = await serve({ cacheLifetime: 7200 });
    const { access } = await issue();
    expect(await statusOf(access)).toBe(200);
    clock.advance(3599);
    expect(await statusOf(access)).toBe(200);
    clock.advance(1);
    expect(await statusOf(access)).toBe(401);
    expect(asked()).toBe(2);
  });

  it('is not used again where that is turned off', async () => {
    const { statusOf, issue, store, asked } = await serve({ cacheLifetime: 0 });
    const { access } = await issue();
    expect(await statusOf(access)).toBe(200);
    await store.revoke({ subject: 'alice' });
    expect(await statusOf(access)).toBe(401);
    expect(asked()).toBe(2);
  });

  it('that a token is not active is used again too', async () => {
    const { statusOf, asked } = await serve();
    expect(await statusOf('unknown-token-of-some-length')).toBe(401);
    expect(await statusOf('unknown-token-of-some-length')).toBe(401);
    expect(asked()).toBe(1);
  });

  it('gives way to newer ones when there are many', async () => {
    const { statusOf, issue, asked } = await serve({ cacheSize: 2 });
    const tokens = [];
    for (let count = 0; count < 3; count += 1) tokens.push((await issue()).access);
    for (const token of tokens) await statusOf(token);
    expect(asked()).toBe(3);
    for (const token of tokens.slice(1)) await statusOf(token);
    expect(asked()).toBe(3);
    for (const token of tokens.slice(0, 1)) expect(await statusOf(token)).toBe(200);
    expect(asked()).toBe(4);
  });
});

describe('a server that is stopped', () => {
  it('closes the API to all tokens', async () => {
    const { statusOf, issue, stop, clock, events } = await serve();
    const [seen, unseen] = [await issue(), await issue()];
    expect(await statusOf(seen.access)).toBe(200);
    await stop();
    expect(await statusOf(unseen.access)).toBe(503);
    expect(events.all).toMatchObject([{ type: 'request.failed', reason: 'token.undetermined' }]);
    // What it last said holds as long as it would have with the server running.
    clock.advance(29);
    expect(await statusOf(seen.access)).toBe(200);
    clock.advance(1);
    expect(await statusOf(seen.access)).toBe(503);
  });
});
