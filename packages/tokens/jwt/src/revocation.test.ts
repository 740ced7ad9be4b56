import { describe, expect, it } from 'vitest';
import { fakeClock } from '@oauth/testing';
import { jwtServer, pair, partsOf } from '../test/jwt-server.js';
import { generateSigningKey, keyRing } from './index.js';

describe('a revoked token', () => {
  it('is inactive, and its siblings are not', async () => {
    const { issue, ask, app } = await jwtServer();
    const [one, two] = [await issue(), await issue()];
    expect((await app.post('/revoke', { token: one.access })).status).toBe(200);
    expect(await ask(one.access)).toEqual({ active: false });
    for (const token of [one.refresh, two.access, two.refresh])
      expect(await ask(token)).toMatchObject({ active: true });
  });

  it('is inactive with everything of its grant', async () => {
    const { issue, ask, app } = await jwtServer();
    const { access, refresh } = await issue();
    const next = pair(await app.token({ grant_type: 'refresh_token', refresh_token: refresh }));
    expect((await app.post('/revoke', { token: next.refresh })).status).toBe(200);
    for (const token of [access, next.access, next.refresh])
      expect(await ask(token)).toEqual({ active: false });
  });

  // #209
  it('was the client’s own', async () => {
    const { issue, ask, other } = await jwtServer();
    const { access } = await issue();
    expect((await other.post('/revoke', { token: access })).status).toBe(200);
    expect(await ask(access)).toMatchObject({ active: true });
  });

  // #212
  it('is not reported as such while the keys cannot be had', async () => {
    const key = await generateSigningKey('ES256', 0);
    const first = await jwtServer({ tokens: { keys: keyRing({ load: () => [key] }) } });
    const { access } = await first.issue();
    let down = true;
    const keys = keyRing({ load: () => (down ? Promise.reject(new Error('down')) : [key]) });
    const { app, ask, events } = await jwtServer({ tokens: { keys }, store: first.store });
    expect((await app.post('/revoke', { token: access })).status).toBe(500);
    expect(await ask(access)).toMatchObject({ error: 'server_error' });
    expect(events.of('request.failed')).toHaveLength(2);
    down = false;
    expect((await app.post('/revoke', { token: access })).status).toBe(200);
    expect(await ask(access)).toEqual({ active: false });
  });
});

// #212
it('a token of a key that a node cannot load is not reported as revoked either', async () => {
  const clock = fakeClock();
  const stored = [await generateSigningKey('ES256', 0)];
  const one = await jwtServer({ tokens: { keys: keyRing({ load: () => stored }) }, clock });
  let down = false;
  const load = () => (down ? Promise.reject(new Error('down')) : stored);
  const other = await jwtServer({ tokens: { keys: keyRing({ load }) }, clock, store: one.store });
  const { access: old } = await other.issue();
  down = true;
  stored.push(await generateSigningKey('ES256', 2_000_000_001));
  clock.advance(60);
  const { access } = await one.issue();
  expect((await other.app.post('/revoke', { token: access })).status).toBe(500);
  expect(await other.ask(access)).toMatchObject({ error: 'server_error' });
  // The keys that it has are good on.
  expect(await other.ask(old)).toMatchObject({ active: true });
  expect((await other.app.post('/revoke', { token: old })).status).toBe(200);
  down = false;
  clock.advance(5);
  expect((await other.app.post('/revoke', { token: access })).status).toBe(200);
  for (const token of [access, old]) expect(await one.ask(token)).toEqual({ active: false });
});

describe('a refresh', () => {
  it('gives another JWT of the same grant', async () => {
    const { issue, ask, app, clock } = await jwtServer();
    const first = await issue({ scope: 'read write', details: '{"acr":"gold"}' });
    clock.advance(60);
    const form = { grant_type: 'refresh_token', refresh_token: first.refresh, scope: 'read' };
    const { access } = pair(await app.token(form));
    const [before, after] = [partsOf(first.access).claims, partsOf(access).claims];
    expect(after).toMatchObject({ sub: 'alice', scope: 'read', acr: 'gold', iat: 2_000_000_060 });
    const grantOf = ({ jti }: typeof before) => (typeof jti === 'string' ? jti.slice(0, 16) : '');
    expect(grantOf(after)).toBe(grantOf(before));
    expect(after['jti']).not.toBe(before['jti']);
    expect(await ask(access)).toMatchObject({ active: true, scope: 'read' });
  });

  it('repeated gives the same one', async () => {
    const { issue, app } = await jwtServer();
    const { refresh: refresh_token } = await issue();
    const form = { grant_type: 'refresh_token', refresh_token };
    const [one, two] = [pair(await app.token(form)), pair(await app.token(form))];
    expect(one.access).toBe(two.access);
  });

  it('reused too late ends all of them', async () => {
    const { issue, ask, app, clock } = await jwtServer();
    const { access, refresh: refresh_token } = await issue();
    const next = pair(await app.token({ grant_type: 'refresh_token', refresh_token }));
    clock.advance(60);
    const reused = await app.token({ grant_type: 'refresh_token', refresh_token });
    expect(reused.body).toMatchObject({ error: 'invalid_grant' });
    for (const token of [access, next.access]) expect(await ask(token)).toEqual({ active: false });
  });
});
