import { describe, expect, it } from 'vitest';
import { resource } from '../test/issuer.js';
import {
  bearerRequest,
  getChallenge,
  protectedApi,
  requestWithAuthorization,
} from '../test/protected-api.js';

const requestWithoutToken = new Request(`${resource}/profile`);
const commonParameters = `realm="${resource}", resource_metadata="https://api.example/.well-known/oauth-protected-resource/v1"`;
const invalidToken =
  'error="invalid_token", error_description="The access token is invalid, expired, revoked or not for this API."';

// [C13]
describe('a valid token', () => {
  it('tells the API the user, the client and the scopes', async () => {
    const { expectAccess, issueTokens, clock, events } = protectedApi();
    const { access } = await issueTokens({ scope: 'read write', details: '{"acr":"silver"}' });
    expect(await expectAccess(bearerRequest(access), { scopes: ['read'] })).toEqual({
      subject: 'alice',
      clientId: 'app',
      scopes: ['read', 'write'],
      audience: [resource],
      expiresAt: clock.nowMs() / 1000 + 3600,
      claims: { sub: 'alice', acr: 'silver' },
    });
    expect(events.all).toEqual([]);
  });

  it('is accepted until it expires', async () => {
    const { expectAccess, expectRefusal, issueTokens, clock } = protectedApi();
    const { access } = await issueTokens();
    clock.advance(3599);
    await expectAccess(bearerRequest(access));
    clock.advance(1);
    expect(getChallenge(await expectRefusal(bearerRequest(access)))).toBe(
      `Bearer ${commonParameters}, ${invalidToken}`,
    );
  });
});

describe('a request without a token', () => {
  // [C14] #179
  it('gets a challenge without an error', async () => {
    const { expectRefusal, events } = protectedApi();
    expect(await expectRefusal(requestWithoutToken, { scopes: ['read'] })).toEqual({
      status: 401,
      headers: { 'WWW-Authenticate': `Bearer ${commonParameters}`, 'Cache-Control': 'no-store' },
      body: '',
    });
    expect(events.all).toMatchObject([{ type: 'request.refused', reason: 'token.missing' }]);
  });

  it.each(['HEAD', 'OPTIONS', 'DELETE', 'PROPFIND'])(
    'is refused with the method %s too',
    async (method) => {
      const { expectRefusal } = protectedApi();
      expect(await expectRefusal(new Request(resource, { method }))).toMatchObject({ status: 401 });
    },
  );

  // #188
  it('gets a challenge with the realm escaped', async () => {
    const { expectRefusal } = protectedApi({ realm: 'The "best"\r\nAPI of Zürich' });
    const challenge = getChallenge(await expectRefusal(requestWithoutToken));
    expect(challenge).toContain('realm="The \\"best\\"??API of Z?rich", resource_metadata=');
  });
});

// [M17]
describe('a token that is not valid here', () => {
  it.each([
    ['when it is unknown', 'token.invalid', () => 'a'.repeat(59)],
    ['when it is a refresh token', 'token.invalid', (_: string, refresh: string) => refresh],
    ['when its last character is cut', 'token.invalid', (access: string) => access.slice(0, -1)],
    ['when it is one byte', 'token.invalid', () => 'a'],
  ])('is refused with invalid_token %s', async (_, reason, change) => {
    const { expectRefusal, issueTokens, events } = protectedApi();
    const { access, refresh } = await issueTokens();
    const response = await expectRefusal(bearerRequest(change(access, refresh)));
    expect(response.status).toBe(401);
    expect(getChallenge(response)).toBe(`Bearer ${commonParameters}, ${invalidToken}`);
    expect(JSON.parse(response.body)).toMatchObject({ error: 'invalid_token' });
    expect(response.headers).toMatchObject({ 'Cache-Control': 'no-store' });
    expect(events.all).toMatchObject([{ type: 'request.refused', reason, error: 'invalid_token' }]);
  });

  it('is refused once it is revoked', async () => {
    const { expectAccess, expectRefusal, issueTokens, store } = protectedApi();
    const { access } = await issueTokens();
    await expectAccess(bearerRequest(access));
    await store.revoke({ subject: 'alice' });
    expect(await expectRefusal(bearerRequest(access))).toMatchObject({ status: 401 });
  });

  it.each([
    // #190
    ['for another API', 'https://other.example', {}],
    ['for the API with a slash', `${resource}/`, {}],
    ['for an API whose URL begins with that of this API', `${resource}0`, {}],
    ['for the API, where tokens have another audience', resource, { audience: 'my-api' }],
    ['for another API, where tokens may name none', 'other', { allowMissingAudience: true }],
  ])('is refused when it is %s', async (_, audience, options) => {
    const { expectRefusal, issueTokens, events } = protectedApi(options);
    const { access } = await issueTokens({ audience });
    expect(getChallenge(await expectRefusal(bearerRequest(access)))).toBe(
      `Bearer ${commonParameters}, ${invalidToken}`,
    );
    expect(events.all).toMatchObject([{ reason: 'token.audience', clientId: 'app' }]);
  });

  // #190
  it('is refused when it names no audience, unless that is allowed', async () => {
    const strict = protectedApi();
    const { access } = await strict.issueTokens({ audience: '' });
    expect(await strict.expectRefusal(bearerRequest(access))).toMatchObject({ status: 401 });
    const lax = protectedApi({ allowMissingAudience: true });
    const { access: other } = await lax.issueTokens({ audience: '' });
    expect(await lax.expectAccess(bearerRequest(other))).toMatchObject({ audience: [] });
  });

  // #190
  it('is accepted when it names one of the audiences of the API', async () => {
    const { expectAccess, issueTokens } = protectedApi({ audience: ['old', 'new'] });
    const { access } = await issueTokens({ audience: 'other new' });
    expect(await expectAccess(bearerRequest(access))).toMatchObject({ audience: ['other', 'new'] });
  });

  // #193
  it.each(['{"cnf":{"jkt":"abc"}}', '{"cnf":{"x5t#S256":"abc"}}', '{"cnf":null}'])(
    'is refused when it is bound to a key: %s',
    async (details) => {
      const { expectRefusal, issueTokens, events } = protectedApi();
      const { access } = await issueTokens({ details });
      expect(await expectRefusal(bearerRequest(access))).toMatchObject({ status: 401 });
      expect(await expectRefusal(requestWithAuthorization(`DPoP ${access}`))).toMatchObject({
        status: 401,
      });
      expect(events.all[0]).toMatchObject({ reason: 'token.sender_constrained' });
    },
  );
});

describe('a token without the scope of a request', () => {
  // [M18] #184
  it('is refused with a challenge that names the scopes', async () => {
    const { expectRefusal, issueTokens, events } = protectedApi();
    const { access } = await issueTokens({ scope: 'read' });
    const response = await expectRefusal(bearerRequest(access), { scopes: ['read', 'write'] });
    expect(response.status).toBe(403);
    expect(getChallenge(response)).toBe(
      `Bearer ${commonParameters}, scope="read write", error="insufficient_scope", error_description="The access token lacks a scope that this request needs."`,
    );
    expect(events.all).toMatchObject([
      {
        type: 'request.refused',
        reason: 'token.scope',
        error: 'insufficient_scope',
        clientId: 'app',
        subject: 'alice',
      },
    ]);
  });

  // #146 #184
  it.each([
    ['', ['read']],
    ['reader', ['read']],
    ['read', ['READ']],
    ['write', ['read']],
    ['read', ['']],
    ['openid', ['__proto__']],
  ])('is refused with the scope %j where %j is required', async (scope, scopes) => {
    const { expectRefusal, issueTokens } = protectedApi();
    const { access } = await issueTokens({ scope });
    expect(await expectRefusal(bearerRequest(access), { scopes })).toMatchObject({ status: 403 });
  });

  // #146
  it('is accepted where no scope is required', async () => {
    const { expectAccess, issueTokens } = protectedApi();
    const { access } = await issueTokens({ scope: '' });
    expect(await expectAccess(bearerRequest(access), { scopes: [] })).toMatchObject({ scopes: [] });
    expect(await expectAccess(bearerRequest(access))).toMatchObject({ scopes: [] });
  });
});

describe('a token that the validator cannot check', () => {
  const cause = new Error('no connection to 10.0.0.7');

  it('is answered with 503, and the operator hears the cause', async () => {
    const { expectRefusal, events } = protectedApi({ validate: () => Promise.reject(cause) });
    const response = await expectRefusal(bearerRequest('a'));
    expect(response.status).toBe(503);
    expect(response.headers).not.toHaveProperty('WWW-Authenticate');
    expect(response.body).not.toContain('10.0.0.7');
    expect(events.all).toMatchObject([
      { type: 'request.failed', reason: 'token.undetermined', cause },
    ]);
  });

  it('is answered with 503 when the store fails', async () => {
    const { expectRefusal, issueTokens, store } = protectedApi();
    const { access } = await issueTokens();
    store.get = () => {
      throw cause;
    };
    expect(await expectRefusal(bearerRequest(access))).toMatchObject({ status: 503 });
  });

  it.each([
    ['is absent', undefined],
    [
      'throws',
      () => {
        throw cause;
      },
    ],
    ['rejects', () => Promise.reject(cause)],
  ])('does not change other responses when the listener of events %s', async (_, onEvent) => {
    const { expectRefusal, issueTokens, expectAccess } = protectedApi({ onEvent });
    expect(await expectRefusal(requestWithoutToken)).toMatchObject({ status: 401 });
    await expectAccess(bearerRequest((await issueTokens()).access));
  });
});

// [C14]
it('protectedResource writes the token into no event, header or body', async () => {
  const { expectRefusal, issueTokens, events } = protectedApi();
  const { access, refresh } = await issueTokens();
  const responses = [
    await expectRefusal(bearerRequest(access), { scopes: ['admin'] }),
    await expectRefusal(bearerRequest(refresh)),
    await expectRefusal(requestWithAuthorization(`Bearer ${access} ${access}`)),
    await expectRefusal(bearerRequest(access, `?access_token=${access}`)),
  ];
  const written = JSON.stringify([responses, events.all]);
  expect(written).not.toContain(access.slice(20));
  expect(written).not.toContain(refresh.slice(20));
  expect(events.all.map(({ reason }) => reason)).toEqual([
    'token.scope',
    'token.invalid',
    'token.malformed',
    'token.repeated',
  ]);
});
