import { describe, expect, it } from 'vitest';
import { fakeClock } from '@oauth/testing';
import { jwtServer, readTokens, decodeToken } from '../test/jwt-server.js';
import { generateSigningKey, keyRing } from './index.js';

describe('the revocation of a JWT', () => {
  it('ends the access token, and no other token of the grant', async () => {
    const { issueTokens, introspect, app } = await jwtServer();
    const [one, two] = [await issueTokens(), await issueTokens()];
    expect((await app.post('/revoke', { token: one.access })).status).toBe(200);
    expect(await introspect(one.access)).toEqual({ active: false });
    for (const token of [one.refresh, two.access, two.refresh])
      expect(await introspect(token)).toMatchObject({ active: true });
  });

  it('ends all tokens of the grant when the refresh token is revoked', async () => {
    const { issueTokens, introspect, app } = await jwtServer();
    const { access, refresh } = await issueTokens();
    const next = readTokens(
      await app.token({ grant_type: 'refresh_token', refresh_token: refresh }),
    );
    expect((await app.post('/revoke', { token: next.refresh })).status).toBe(200);
    for (const token of [access, next.access, next.refresh])
      expect(await introspect(token)).toEqual({ active: false });
  });

  // #209
  it('has no effect on tokens of another client', async () => {
    const { issueTokens, introspect, otherClient } = await jwtServer();
    const { access } = await issueTokens();
    expect((await otherClient.post('/revoke', { token: access })).status).toBe(200);
    expect(await introspect(access)).toMatchObject({ active: true });
  });

  // #212
  it('is answered with 500 while the keys cannot be loaded', async () => {
    const key = await generateSigningKey('ES256', 0);
    const first = await jwtServer({ tokens: { keys: keyRing({ load: () => [key] }) } });
    const { access } = await first.issueTokens();
    let down = true;
    const keys = keyRing({ load: () => (down ? Promise.reject(new Error('down')) : [key]) });
    const { app, introspect, events } = await jwtServer({ tokens: { keys }, store: first.store });
    expect((await app.post('/revoke', { token: access })).status).toBe(500);
    expect(await introspect(access)).toMatchObject({ error: 'server_error' });
    expect(events.of('request.failed')).toHaveLength(2);
    down = false;
    expect((await app.post('/revoke', { token: access })).status).toBe(200);
    expect(await introspect(access)).toEqual({ active: false });
  });
});

// #212
it('the revocation of a JWT is answered with 500 by a node that cannot load its key', async () => {
  const clock = fakeClock();
  const stored = [await generateSigningKey('ES256', 0)];
  const one = await jwtServer({ tokens: { keys: keyRing({ load: () => stored }) }, clock });
  let down = false;
  const load = () => (down ? Promise.reject(new Error('down')) : stored);
  const other = await jwtServer({ tokens: { keys: keyRing({ load }) }, clock, store: one.store });
  const { access: old } = await other.issueTokens();
  down = true;
  stored.push(await generateSigningKey('ES256', 2_000_000_001));
  clock.advance(60);
  const { access } = await one.issueTokens();
  expect((await other.app.post('/revoke', { token: access })).status).toBe(500);
  expect(await other.introspect(access)).toMatchObject({ error: 'server_error' });
  // The keys that the node has loaded stay in use.
  expect(await other.introspect(old)).toMatchObject({ active: true });
  expect((await other.app.post('/revoke', { token: old })).status).toBe(200);
  down = false;
  clock.advance(5);
  expect((await other.app.post('/revoke', { token: access })).status).toBe(200);
  for (const token of [access, old]) expect(await one.introspect(token)).toEqual({ active: false });
});

describe('the refresh of a JWT', () => {
  it('issues another JWT of the grant', async () => {
    const { issueTokens, introspect, app, clock } = await jwtServer();
    const first = await issueTokens({ scope: 'read write', details: '{"acr":"gold"}' });
    clock.advance(60);
    const form = { grant_type: 'refresh_token', refresh_token: first.refresh, scope: 'read' };
    const { access } = readTokens(await app.token(form));
    const [before, after] = [decodeToken(first.access).claims, decodeToken(access).claims];
    expect(after).toMatchObject({ sub: 'alice', scope: 'read', acr: 'gold', iat: 2_000_000_060 });
    const getGrantId = ({ jti }: typeof before) =>
      typeof jti === 'string' ? jti.slice(0, 16) : '';
    expect(getGrantId(after)).toBe(getGrantId(before));
    expect(after['jti']).not.toBe(before['jti']);
    expect(await introspect(access)).toMatchObject({ active: true, scope: 'read' });
  });

  it('returns an equal JWT when the request is retried', async () => {
    const { issueTokens, app } = await jwtServer();
    const { refresh: refresh_token } = await issueTokens();
    const form = { grant_type: 'refresh_token', refresh_token };
    const [one, two] = [readTokens(await app.token(form)), readTokens(await app.token(form))];
    expect(one.access).toBe(two.access);
  });

  it('ends all tokens of the grant when the refresh token is reused', async () => {
    const { issueTokens, introspect, app, clock } = await jwtServer();
    const { access, refresh: refresh_token } = await issueTokens();
    const next = readTokens(await app.token({ grant_type: 'refresh_token', refresh_token }));
    clock.advance(60);
    const reused = await app.token({ grant_type: 'refresh_token', refresh_token });
    expect(reused.body).toMatchObject({ error: 'invalid_grant' });
    for (const token of [access, next.access])
      expect(await introspect(token)).toEqual({ active: false });
  });
});
