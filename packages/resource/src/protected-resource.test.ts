import { describe, expect, it } from 'vitest';
import { resource } from '../test/issuer.js';
import { bearer, challengeOf, protectedApi, withHeader } from '../test/protected-api.js';

const anonymous = new Request(`${resource}/profile`);
const about = `realm="${resource}", resource_metadata="https://api.example/.well-known/oauth-protected-resource/v1"`;
const invalid =
  'error="invalid_token", error_description="The access token is invalid, expired, revoked or not for this API."';

// [C13]
describe('a good token', () => {
  it('says who asks, through which client and for what', async () => {
    const { accepted, issue, clock, events } = protectedApi();
    const { access } = await issue({ scope: 'read write', details: '{"acr":"silver"}' });
    expect(await accepted(bearer(access), { scopes: ['read'] })).toEqual({
      subject: 'alice',
      clientId: 'app',
      scopes: ['read', 'write'],
      audience: [resource],
      expiresAt: clock.nowMs() / 1000 + 3600,
      claims: { acr: 'silver' },
    });
    expect(events.all).toEqual([]);
  });

  it('is good until it expires', async () => {
    const { accepted, refused, issue, clock } = protectedApi();
    const { access } = await issue();
    clock.advance(3599);
    await accepted(bearer(access));
    clock.advance(1);
    expect(challengeOf(await refused(bearer(access)))).toBe(`Bearer ${about}, ${invalid}`);
  });
});

describe('no token', () => {
  // [C14] #179
  it('is told which scheme, and no error', async () => {
    const { refused, events } = protectedApi();
    expect(await refused(anonymous, { scopes: ['read'] })).toEqual({
      status: 401,
      headers: { 'WWW-Authenticate': `Bearer ${about}`, 'Cache-Control': 'no-store' },
      body: '',
    });
    expect(events.all).toMatchObject([{ type: 'request.refused', reason: 'token.missing' }]);
  });

  it.each(['HEAD', 'OPTIONS', 'DELETE', 'PROPFIND'])('is refused for %s too', async (method) => {
    const { refused } = protectedApi();
    expect(await refused(new Request(resource, { method }))).toMatchObject({ status: 401 });
  });

  // #188
  it('is told of any realm', async () => {
    const { refused } = protectedApi({ realm: 'The "best"\r\nAPI of Zürich' });
    const challenge = challengeOf(await refused(anonymous));
    expect(challenge).toContain('realm="The \\"best\\"??API of Z?rich", resource_metadata=');
  });
});

// [M17]
describe('a token that is not valid here', () => {
  it.each([
    ['unknown', 'token.invalid', () => 'a'.repeat(59)],
    ['a refresh token', 'token.invalid', (_: string, refresh: string) => refresh],
    ['cut', 'token.invalid', (access: string) => access.slice(0, -1)],
    ['one byte', 'token.invalid', () => 'a'],
  ])('%s', async (_, reason, change) => {
    const { refused, issue, events } = protectedApi();
    const { access, refresh } = await issue();
    const response = await refused(bearer(change(access, refresh)));
    expect(response.status).toBe(401);
    expect(challengeOf(response)).toBe(`Bearer ${about}, ${invalid}`);
    expect(JSON.parse(response.body)).toMatchObject({ error: 'invalid_token' });
    expect(response.headers).toMatchObject({ 'Cache-Control': 'no-store' });
    expect(events.all).toMatchObject([{ type: 'request.refused', reason, error: 'invalid_token' }]);
  });

  it('revoked', async () => {
    const { accepted, refused, issue, store } = protectedApi();
    const { access } = await issue();
    await accepted(bearer(access));
    await store.revoke({ subject: 'alice' });
    expect(await refused(bearer(access))).toMatchObject({ status: 401 });
  });

  it.each([
    // #190
    ['for another API', 'https://other.example', {}],
    ['for the API with a slash', `${resource}/`, {}],
    ['for an API that begins the same', `${resource}0`, {}],
    ['for the API, where tokens have another audience', resource, { audience: 'my-api' }],
    ['for another API, where it may name none', 'other', { allowMissingAudience: true }],
  ])('%s', async (_, audience, options) => {
    const { refused, issue, events } = protectedApi(options);
    const { access } = await issue({ audience });
    expect(challengeOf(await refused(bearer(access)))).toBe(`Bearer ${about}, ${invalid}`);
    expect(events.all).toMatchObject([{ reason: 'token.audience', clientId: 'app' }]);
  });

  // #190
  it('for nobody in particular, unless such are taken', async () => {
    const strict = protectedApi();
    const { access } = await strict.issue({ audience: '' });
    expect(await strict.refused(bearer(access))).toMatchObject({ status: 401 });
    const lax = protectedApi({ allowMissingAudience: true });
    const { access: other } = await lax.issue({ audience: '' });
    expect(await lax.accepted(bearer(other))).toMatchObject({ audience: [] });
  });

  // #190
  it('names one of several audiences of the API', async () => {
    const { accepted, issue } = protectedApi({ audience: ['old', 'new'] });
    const { access } = await issue({ audience: 'other new' });
    expect(await accepted(bearer(access))).toMatchObject({ audience: ['other', 'new'] });
  });

  // #193
  it.each(['{"cnf":{"jkt":"abc"}}', '{"cnf":{"x5t#S256":"abc"}}', '{"cnf":null}'])(
    'bound to a key: %s',
    async (details) => {
      const { refused, issue, events } = protectedApi();
      const { access } = await issue({ details });
      expect(await refused(bearer(access))).toMatchObject({ status: 401 });
      expect(await refused(withHeader(`DPoP ${access}`))).toMatchObject({ status: 401 });
      expect(events.all[0]).toMatchObject({ reason: 'token.sender_constrained' });
    },
  );
});

describe('scopes', () => {
  // [M18] #184
  it('says which ones are needed', async () => {
    const { refused, issue, events } = protectedApi();
    const { access } = await issue({ scope: 'read' });
    const response = await refused(bearer(access), { scopes: ['read', 'write'] });
    expect(response.status).toBe(403);
    expect(challengeOf(response)).toBe(
      `Bearer ${about}, scope="read write", error="insufficient_scope", error_description="The access token lacks a scope that this request needs."`,
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
  ])('%j is not enough for %j', async (scope, scopes) => {
    const { refused, issue } = protectedApi();
    const { access } = await issue({ scope });
    expect(await refused(bearer(access), { scopes })).toMatchObject({ status: 403 });
  });

  // #146
  it('a token without any is enough only where none is needed', async () => {
    const { accepted, issue } = protectedApi();
    const { access } = await issue({ scope: '' });
    expect(await accepted(bearer(access), { scopes: [] })).toMatchObject({ scopes: [] });
    expect(await accepted(bearer(access))).toMatchObject({ scopes: [] });
  });
});

describe('a token that cannot be checked', () => {
  const cause = new Error('no connection to 10.0.0.7');

  it('closes the API and tells the operator why', async () => {
    const { refused, events } = protectedApi({ validate: () => Promise.reject(cause) });
    const response = await refused(bearer('a'));
    expect(response.status).toBe(503);
    expect(response.headers).not.toHaveProperty('WWW-Authenticate');
    expect(response.body).not.toContain('10.0.0.7');
    expect(events.all).toMatchObject([
      { type: 'request.failed', reason: 'token.undetermined', cause },
    ]);
  });

  it('closes it when the store fails', async () => {
    const { refused, issue, store } = protectedApi();
    const { access } = await issue();
    store.get = () => {
      throw cause;
    };
    expect(await refused(bearer(access))).toMatchObject({ status: 503 });
  });

  it.each([
    ['not at all', undefined],
    [
      'by throwing',
      () => {
        throw cause;
      },
    ],
    ['by rejecting', () => Promise.reject(cause)],
  ])('whose event is taken %s', async (_, onEvent) => {
    const { refused, issue, accepted } = protectedApi({ onEvent });
    expect(await refused(anonymous)).toMatchObject({ status: 401 });
    await accepted(bearer((await issue()).access));
  });
});

// [C14]
it('tells no event, no header and no body what the token is', async () => {
  const { refused, issue, events } = protectedApi();
  const { access, refresh } = await issue();
  const answers = [
    await refused(bearer(access), { scopes: ['admin'] }),
    await refused(bearer(refresh)),
    await refused(withHeader(`Bearer ${access} ${access}`)),
    await refused(bearer(access, `?access_token=${access}`)),
  ];
  const said = JSON.stringify([answers, events.all]);
  expect(said).not.toContain(access.slice(20));
  expect(said).not.toContain(refresh.slice(20));
  expect(events.all.map(({ reason }) => reason)).toEqual([
    'token.scope',
    'token.invalid',
    'token.malformed',
    'token.repeated',
  ]);
});
