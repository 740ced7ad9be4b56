import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import { audience, fixedKeys, issuer, jtiOf, jwtServer, partsOf } from '../test/jwt-server.js';
import { generateSigningKey, keyRing } from './index.js';

const now = 2_000_000_000;

// [I2]
describe('an access token', () => {
  it('claims what RFC 9068 asks for, and no more', async () => {
    const { issue, keys } = await jwtServer();
    const { header, claims } = partsOf((await issue({ scope: 'read write' })).access);
    const { kid } = await keys.signingKey(now);
    expect(header).toEqual({ alg: 'ES256', kid, typ: 'at+jwt' });
    expect(claims).toEqual({
      iss: issuer,
      aud: audience,
      sub: 'alice',
      client_id: 'app',
      jti: expect.stringMatching(/^[\w-]{38,}$/) as unknown,
      iat: now,
      exp: now + 3600,
      scope: 'read write',
    });
  });

  it('is stored as its jti, which begins with the grant', async () => {
    const { issue, server, store } = await jwtServer();
    const [one, two] = [await issue(), await issue()];
    expect(jtiOf(one.access)).not.toBe(jtiOf(two.access));
    const record = await store.get(jtiOf(one.access));
    expect(record).toMatchObject({ kind: 'access_token', clientId: 'app', subject: 'alice' });
    expect(record?.id.startsWith(record.grantId)).toBe(true);
    expect(await findToken(server.context, one.access)).toEqual(record);
    expect(JSON.stringify(record)).not.toContain(one.access.split('.')[2]);
  });

  it('of a client for itself has the client for its subject', async () => {
    const { issue } = await jwtServer();
    const { claims } = partsOf((await issue({ subject: '' })).access);
    expect(claims).toMatchObject({ sub: 'app', client_id: 'app' });
  });

  // #146
  it('without a scope claims none', async () => {
    const { issue } = await jwtServer();
    expect(partsOf((await issue({ scope: '' })).access).claims).not.toHaveProperty('scope');
  });

  it('says how and when the user signed in, who acts for the user, and which key it is bound to', async () => {
    const { issue } = await jwtServer();
    const signedIn = { acr: 'gold', amr: ['otp'], auth_time: 5 };
    const details = { ...signedIn, act: { sub: 'service' }, cnf: { jkt: 'a' }, nonce: 'n' };
    const { claims } = partsOf((await issue({ details: JSON.stringify(details) })).access);
    const { nonce, ...said } = details;
    expect(claims).toMatchObject(said);
    expect(claims).not.toHaveProperty('nonce');
    expect(nonce).toBe('n');
  });
});

describe('the audience', () => {
  it.each([
    [audience, undefined],
    [['https://a.example', 'https://b.example'], 'https://a.example https://b.example'],
  ])('%j is what introspection says too', async (aud, asked) => {
    const { issue, ask } = await jwtServer();
    const { access } = await issue(asked === undefined ? {} : { audience: asked });
    expect(partsOf(access).claims['aud']).toEqual(aud);
    expect((await ask(access))['aud']).toEqual([aud].flat());
  });

  it('stays after a refresh', async () => {
    const { issue, ask, app } = await jwtServer();
    const { refresh: refresh_token } = await issue();
    const { body } = await app.token({ grant_type: 'refresh_token', refresh_token });
    const token = typeof body['access_token'] === 'string' ? body['access_token'] : '';
    expect(partsOf(token).claims['aud']).toBe(audience);
    expect(await ask(token)).toMatchObject({ active: true, aud: [audience] });
  });

  // #190
  it.each([[''], [[]], [['a', '']]])('has to name somebody: %j', async (nobody) => {
    const making = jwtServer({ tokens: { audience: nobody } });
    await expect(making).rejects.toThrow(ConfigurationError);
    await expect(making).rejects.toThrow('jwtAccessTokens.audience');
  });
});

describe('claims of the app', () => {
  it('stand beside the others', async () => {
    const { issue } = await jwtServer({
      tokens: { claims: async ({ issuance }) => ({ groups: [`of ${issuance.subject ?? ''}`] }) },
    });
    expect(partsOf((await issue()).access).claims).toMatchObject({ groups: ['of alice'] });
  });

  // [I2]
  it('replace none of them', async () => {
    const honest = await jwtServer();
    const details = { acr: 'bronze', amr: ['pwd'], auth_time: 5, cnf: { jkt: 'a' } };
    const asked = { details: JSON.stringify(details) };
    const expected = partsOf((await honest.issue(asked)).access);
    const names = Object.keys(expected.claims);
    expect(names).toHaveLength(12);
    const { issue, ask } = await jwtServer({
      tokens: { claims: () => Object.fromEntries(names.map((name) => [name, 'forged'])) },
    });
    const { access } = await issue(asked);
    const { claims } = partsOf(access);
    const { jti } = claims;
    expect(claims).toEqual({ ...expected.claims, jti });
    expect(jti).not.toBe('forged');
    expect(await ask(access)).toMatchObject({ active: true, sub: 'alice' });
  });

  it('that cannot be had leave no token behind', async () => {
    const { app, store, events } = await jwtServer({
      tokens: { claims: () => Promise.reject(new Error('no directory at 10.0.0.7')) },
    });
    const response = await app.token({ grant_type: 'any', subject: 'alice' });
    expect(response.status).toBe(500);
    expect(response.text).not.toContain('10.0.0.7');
    expect(await store.revoke({ clientId: 'app' })).toBe(0);
    expect(events.of('request.failed')).toHaveLength(1);
  });

  it('that make the token longer than can be looked up are an error', async () => {
    const { app, store, events } = await jwtServer({
      tokens: { claims: () => ({ groups: 'a'.repeat(4000) }) },
    });
    expect((await app.token({ grant_type: 'any', subject: 'alice' })).status).toBe(500);
    expect(await store.revoke({ clientId: 'app' })).toBe(0);
    expect(events.of('request.failed')).toMatchObject([{ reason: 'token.too_long' }]);
  });
});

describe('keys that cannot serve', () => {
  it('are a fault where they go before the last token', async () => {
    const key = await generateSigningKey('ES256', 0);
    const keys = keyRing({ load: () => [key], retiredKeyLifetime: 3599 });
    await expect(jwtServer({ tokens: { keys } })).rejects.toThrow('jwtAccessTokens.keys');
    const server = { accessTokenLifetime: 3599 };
    await expect(jwtServer({ tokens: { keys }, server })).resolves.toBeDefined();
  });

  it('go before a token whose lifetime a function says, and issue nothing', async () => {
    let lifetime = 3601;
    const { app, issue, events } = await jwtServer({
      tokens: {
        keys: keyRing({
          load: async () => [await generateSigningKey('ES256', 0)],
          retiredKeyLifetime: 3600,
        }),
      },
      server: { accessTokenLifetime: () => lifetime },
    });
    expect((await app.token({ grant_type: 'any' })).status).toBe(500);
    expect(events.of('request.failed')).toMatchObject([{ reason: 'token.lifetime' }]);
    lifetime = 3600;
    expect((await issue()).access).toMatch(/^ey/);
  });

  it('issue nothing', async () => {
    const { app, store } = await jwtServer({
      tokens: { keys: await fixedKeys(await generateSigningKey('ES256', now + 1)) },
    });
    expect((await app.token({ grant_type: 'any' })).status).toBe(500);
    expect(await store.revoke({ clientId: 'app' })).toBe(0);
  });
});
