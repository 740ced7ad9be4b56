import { describe, expect, it } from 'vitest';
import { cors } from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import { revokeServer } from '../test/revoke-server.js';

const app = 'https://app.example';

/** What every token that is not there any more is answered with, whatever the reason. */
const done = { status: 200, text: '' };

describe('what goes with a token (RFC 7009 section 2.1)', () => {
  // [C17] #208
  it('an access token goes alone', async () => {
    const { tokens, web, live, events, refreshed } = revokeServer();
    const { access, refresh } = await tokens('web');
    const second = await refreshed(web, refresh);
    events.clear();
    expect(await web.post('/revoke', { token: access })).toMatchObject(done);
    expect(await live(access, second.access, second.refresh)).toEqual([false, true, true]);
    expect(events.all).toMatchObject([
      { type: 'token.revoked', clientId: 'web', subject: 'alice', reason: 'client.revoked' },
    ]);
  });

  it('a refresh token takes along all that the grant gave', async () => {
    const { tokens, web, live, events, refreshed } = revokeServer();
    const { access, refresh } = await tokens('web');
    const second = await refreshed(web, refresh);
    const another = await tokens('web');
    events.clear();
    expect(await web.post('/revoke', { token: second.refresh })).toMatchObject(done);
    expect(await live(access, second.access, second.refresh)).toEqual([false, false, false]);
    expect(await live(another.access, another.refresh)).toEqual([true, true]);
    expect(events.all).toMatchObject([
      { type: 'grant.revoked', clientId: 'web', subject: 'alice', reason: 'client.revoked' },
    ]);
  });

  it('so does one that was used already', async () => {
    const { tokens, web, live, refreshed } = revokeServer();
    const { refresh } = await tokens('web');
    const second = await refreshed(web, refresh);
    expect(await web.post('/revoke', { token: refresh })).toMatchObject(done);
    expect(await live(second.access, second.refresh)).toEqual([false, false]);
    const again = await web.token({ grant_type: 'refresh_token', refresh_token: second.refresh });
    expect(again.body).toMatchObject({ error: 'invalid_grant' });
  });

  it('public clients can revoke', async () => {
    const { tokens, spa, live } = revokeServer();
    const { access, refresh } = await tokens('spa');
    expect(await spa.post('/revoke', { token: refresh })).toMatchObject(done);
    expect(await live(access, refresh)).toEqual([false, false]);
  });
});

describe('tokens that stay as they are', () => {
  // #205
  it('unknown, revoked before or expired: 200 and nothing in it', async () => {
    const { tokens, web, events, clock } = revokeServer();
    const { access } = await tokens('web');
    const late = await tokens('web');
    await web.post('/revoke', { token: access });
    clock.advance(3600);
    events.clear();
    for (const token of ['x', 'x'.repeat(59), 'é\0 "', 'x'.repeat(9000), access, late.access])
      expect(await web.post('/revoke', { token })).toMatchObject(
        token.includes('\0') ? { status: 400 } : done,
      );
    const ignored = events.of('revocation.ignored');
    expect(ignored).toHaveLength(5);
    for (const event of ignored)
      expect(event).toMatchObject({ clientId: 'web', reason: 'token.unknown' });
    expect(JSON.stringify(events.all)).not.toContain(access);
  });

  // #209
  it.each(['access', 'refresh'] as const)('another client’s %s token', async (kind) => {
    const { tokens, other, spa, live, events } = revokeServer();
    const { access, refresh } = await tokens('web');
    events.clear();
    const token = { access, refresh }[kind];
    const foreign = [await other.post('/revoke', { token }), await spa.post('/revoke', { token })];
    const unknown = await other.post('/revoke', { token: 'x'.repeat(59) });
    expect(foreign).toEqual([unknown, unknown]);
    expect(await live(access, refresh)).toEqual([true, true]);
    expect(events.all).toMatchObject([
      { type: 'revocation.ignored', clientId: 'other', reason: 'token.foreign' },
      { type: 'revocation.ignored', clientId: 'spa', reason: 'token.foreign' },
      { type: 'revocation.ignored', clientId: 'other', reason: 'token.unknown' },
    ]);
  });

  it('a code, which is no token', async () => {
    const { code, web, live, events } = revokeServer();
    const token = await code('web');
    expect(await web.post('/revoke', { token })).toMatchObject(done);
    expect(await live(token)).toEqual([true]);
    expect(events.of('revocation.ignored')).toMatchObject([{ reason: 'token.not_revocable' }]);
  });

  it('the id of a record, which is not the token', async () => {
    const { server, tokens, web, live } = revokeServer();
    const { access } = await tokens('web');
    const record = await findToken(server.context, access);
    expect(await web.post('/revoke', { token: record?.id ?? '' })).toMatchObject(done);
    expect(await live(access)).toEqual([true]);
  });
});

// [C17] #206
describe('a hint changes nothing', () => {
  it.each([
    ['access', 'refresh_token'],
    ['access', 'bogus'],
    ['access', 'Access_Token'],
    ['access', '__proto__'],
    ['access', ''],
    ['refresh', 'access_token'],
    ['refresh', 'authorization_code'],
  ] as const)('%s token as %j', async (kind, token_type_hint) => {
    const { tokens, web, live } = revokeServer();
    const both = await tokens('web');
    const answer = await web.post('/revoke', { token: both[kind], token_type_hint });
    expect(answer).toMatchObject(done);
    expect(await live(both.access, both.refresh)).toEqual([false, kind === 'access']);
  });
});

// [N2] #115
it('pages of listed origins can read the answer', async () => {
  const { tokens, spa } = revokeServer({}, { plugins: [cors({ origins: [app] })] });
  const { access } = await tokens('spa');
  for (const token of [access, '']) {
    const { headers } = await spa.post('/revoke', { token }, { Origin: app });
    expect(headers).toMatchObject({ 'Access-Control-Allow-Origin': app, Vary: 'Origin' });
  }
});

// #211
it('the metadata names the ways to authenticate', () => {
  const { server } = revokeServer();
  const [given] = server.plugins.filter(({ name }) => name === '@oauth/endpoint-revoke');
  expect(given?.metadata?.(server.context)).toEqual({
    revocation_endpoint_auth_methods_supported: [
      'client_secret_basic',
      'client_secret_post',
      'none',
    ],
  });
});

// [C17] #205
it('the answer has no body, no type, and stays in no cache', async () => {
  const { web } = revokeServer();
  const { headers } = await web.post('/revoke', { token: 'x' });
  expect(headers).toEqual({ 'Cache-Control': 'no-store' });
});
