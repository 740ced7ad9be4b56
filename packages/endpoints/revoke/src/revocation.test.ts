import { describe, expect, it } from 'vitest';
import { cors } from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import { revokeServer } from '../test/revoke-server.js';

const app = 'https://app.example';

/** The response for every token that does not exist any more, whatever the reason. */
const revokedResponse = { status: 200, text: '' };

describe('revocation (RFC 7009 section 2.1)', () => {
  // [C17] #208
  it('of an access token ends that token only', async () => {
    const { issueTokens, web, areLive, events, refreshTokens } = revokeServer();
    const { access, refresh } = await issueTokens('web');
    const second = await refreshTokens(web, refresh);
    events.clear();
    expect(await web.post('/revoke', { token: access })).toMatchObject(revokedResponse);
    expect(await areLive(access, second.access, second.refresh)).toEqual([false, true, true]);
    expect(events.all).toMatchObject([
      { type: 'token.revoked', clientId: 'web', subject: 'alice', reason: 'client.revoked' },
    ]);
  });

  it('of a refresh token ends every token of its grant, and of no other', async () => {
    const { issueTokens, web, areLive, events, refreshTokens } = revokeServer();
    const { access, refresh } = await issueTokens('web');
    const second = await refreshTokens(web, refresh);
    const another = await issueTokens('web');
    events.clear();
    expect(await web.post('/revoke', { token: second.refresh })).toMatchObject(revokedResponse);
    expect(await areLive(access, second.access, second.refresh)).toEqual([false, false, false]);
    expect(await areLive(another.access, another.refresh)).toEqual([true, true]);
    expect(events.all).toMatchObject([
      { type: 'grant.revoked', clientId: 'web', subject: 'alice', reason: 'client.revoked' },
    ]);
  });

  it('of a spent refresh token ends every token of its grant', async () => {
    const { issueTokens, web, areLive, refreshTokens } = revokeServer();
    const { refresh } = await issueTokens('web');
    const second = await refreshTokens(web, refresh);
    expect(await web.post('/revoke', { token: refresh })).toMatchObject(revokedResponse);
    expect(await areLive(second.access, second.refresh)).toEqual([false, false]);
    const secondRefresh = await web.token({
      grant_type: 'refresh_token',
      refresh_token: second.refresh,
    });
    expect(secondRefresh.body).toMatchObject({ error: 'invalid_grant' });
  });

  it('is open to public clients', async () => {
    const { issueTokens, spa, areLive } = revokeServer();
    const { access, refresh } = await issueTokens('spa');
    expect(await spa.post('/revoke', { token: refresh })).toMatchObject(revokedResponse);
    expect(await areLive(access, refresh)).toEqual([false, false]);
  });
});

describe('revocation has no effect on', () => {
  // #205
  it('an unknown, revoked or expired token, and the response does not tell', async () => {
    const { issueTokens, web, events, clock } = revokeServer();
    const { access } = await issueTokens('web');
    const late = await issueTokens('web');
    await web.post('/revoke', { token: access });
    clock.advance(3600);
    events.clear();
    for (const token of ['x', 'x'.repeat(59), 'é\0 "', 'x'.repeat(9000), access, late.access])
      expect(await web.post('/revoke', { token })).toMatchObject(
        token.includes('\0') ? { status: 400 } : revokedResponse,
      );
    const ignored = events.of('revocation.ignored');
    expect(ignored).toHaveLength(5);
    for (const event of ignored)
      expect(event).toMatchObject({ clientId: 'web', reason: 'token.unknown' });
    expect(JSON.stringify(events.all)).not.toContain(access);
  });

  // #209
  it.each(['access', 'refresh'] as const)(
    'the %s token of another client, and the response does not tell',
    async (kind) => {
      const { issueTokens, other, spa, areLive, events } = revokeServer();
      const { access, refresh } = await issueTokens('web');
      events.clear();
      const token = { access, refresh }[kind];
      const foreign = [
        await other.post('/revoke', { token }),
        await spa.post('/revoke', { token }),
      ];
      const unknown = await other.post('/revoke', { token: 'x'.repeat(59) });
      expect(foreign).toEqual([unknown, unknown]);
      expect(await areLive(access, refresh)).toEqual([true, true]);
      expect(events.all).toMatchObject([
        { type: 'revocation.ignored', clientId: 'other', reason: 'token.foreign' },
        { type: 'revocation.ignored', clientId: 'spa', reason: 'token.foreign' },
        { type: 'revocation.ignored', clientId: 'other', reason: 'token.unknown' },
      ]);
    },
  );

  it('an authorization code, which is not a token', async () => {
    const { requestCode, web, areLive, events } = revokeServer();
    const token = await requestCode('web');
    expect(await web.post('/revoke', { token })).toMatchObject(revokedResponse);
    expect(await areLive(token)).toEqual([true]);
    expect(events.of('revocation.ignored')).toMatchObject([{ reason: 'token.not_revocable' }]);
  });

  it('a token whose record id is sent in its place', async () => {
    const { server, issueTokens, web, areLive } = revokeServer();
    const { access } = await issueTokens('web');
    const record = await findToken(server.context, access);
    expect(await web.post('/revoke', { token: record?.id ?? '' })).toMatchObject(revokedResponse);
    expect(await areLive(access)).toEqual([true]);
  });
});

// [C17] #206
describe('a token is revoked whatever its token_type_hint', () => {
  it.each([
    ['access', 'refresh_token'],
    ['access', 'bogus'],
    ['access', 'Access_Token'],
    ['access', '__proto__'],
    ['access', ''],
    ['refresh', 'access_token'],
    ['refresh', 'authorization_code'],
  ] as const)('%s token with the hint %j', async (kind, token_type_hint) => {
    const { issueTokens, web, areLive } = revokeServer();
    const issued = await issueTokens('web');
    const response = await web.post('/revoke', { token: issued[kind], token_type_hint });
    expect(response).toMatchObject(revokedResponse);
    expect(await areLive(issued.access, issued.refresh)).toEqual([false, kind === 'access']);
  });
});

// [N2] #115
it('pages of listed origins can read the response, errors too', async () => {
  const { issueTokens, spa } = revokeServer({}, { plugins: [cors({ origins: [app] })] });
  const { access } = await issueTokens('spa');
  for (const token of [access, '']) {
    const { headers } = await spa.post('/revoke', { token }, { Origin: app });
    expect(headers).toMatchObject({ 'Access-Control-Allow-Origin': app, Vary: 'Origin' });
  }
});

// #211
it('the metadata lists the client authentication methods of the endpoint', () => {
  const { server } = revokeServer();
  const [revocationPlugin] = server.plugins.filter(({ name }) => name === '@oauth/endpoint-revoke');
  expect(revocationPlugin?.metadata?.(server.context)).toEqual({
    revocation_endpoint_auth_methods_supported: [
      'client_secret_basic',
      'client_secret_post',
      'none',
    ],
  });
});

// [C17] #205
it('the response has no body and no type, and caches do not store it', async () => {
  const { web } = revokeServer();
  const { headers } = await web.post('/revoke', { token: 'x' });
  expect(headers).toEqual({ 'Cache-Control': 'no-store' });
});
