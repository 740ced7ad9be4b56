import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import {
  audience,
  fixedKeys,
  issuer,
  getJti,
  jwtServer,
  decodeToken,
  readTokens,
} from '../test/jwt-server.js';
import { generateSigningKey, keyRing } from './index.js';

const now = 2_000_000_000;

// [I2]
describe('a JWT access token', () => {
  it('has the claims of RFC 9068 and no others', async () => {
    const { issueTokens, keys } = await jwtServer();
    const { header, claims } = decodeToken((await issueTokens({ scope: 'read write' })).access);
    const { kid } = await keys.getSigningKey(now);
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

  it('is stored under its jti, which begins with the grant id', async () => {
    const { issueTokens, server, store } = await jwtServer();
    const [one, two] = [await issueTokens(), await issueTokens()];
    expect(getJti(one.access)).not.toBe(getJti(two.access));
    const record = await store.get(getJti(one.access));
    expect(record).toMatchObject({ kind: 'access_token', clientId: 'app', subject: 'alice' });
    expect(record?.id.startsWith(record.grantId)).toBe(true);
    expect(await findToken(server.context, one.access)).toEqual(record);
    expect(JSON.stringify(record)).not.toContain(one.access.split('.')[2]);
  });

  it('has the client as its subject where no user is involved', async () => {
    const { issueTokens } = await jwtServer();
    const { claims } = decodeToken((await issueTokens({ subject: '' })).access);
    expect(claims).toMatchObject({ sub: 'app', client_id: 'app' });
  });

  // #146
  it('has no scope claim when no scope was granted', async () => {
    const { issueTokens } = await jwtServer();
    expect(decodeToken((await issueTokens({ scope: '' })).access).claims).not.toHaveProperty(
      'scope',
    );
  });

  it('says how and when the user signed in, who acts for the user, and which key binds it', async () => {
    const { issueTokens } = await jwtServer();
    const signedIn = { acr: 'gold', amr: ['otp'], auth_time: 5 };
    const details = { ...signedIn, act: { sub: 'service' }, cnf: { jkt: 'a' }, nonce: 'n' };
    const { claims } = decodeToken(
      (await issueTokens({ details: JSON.stringify(details) })).access,
    );
    const { nonce, ...propagated } = details;
    expect(claims).toMatchObject(propagated);
    expect(claims).not.toHaveProperty('nonce');
    expect(nonce).toBe('n');
  });
});

describe('a JWT access token and its introspection', () => {
  it('have the narrowed scope and audience, while the grant keeps all for a refresh', async () => {
    const narrowed = { scope: ['read'], audience: ['https://b.example'] };
    const { issueTokens, introspect, app } = await jwtServer({
      plugins: [
        {
          name: 'narrowing',
          hooks: {
            beforeIssue: (issuance, { grantType }) =>
              grantType === 'any' ? { ...issuance, narrowed } : issuance,
          },
        },
      ],
    });
    const wide = { scope: 'read write', audience: 'https://a.example https://b.example' };
    const { access, refresh: refresh_token } = await issueTokens(wide);
    const narrow = { scope: 'read', aud: 'https://b.example' };
    expect(decodeToken(access).claims).toMatchObject(narrow);
    expect(await introspect(access)).toMatchObject({ ...narrow, aud: [narrow.aud] });
    const next = readTokens(await app.token({ grant_type: 'refresh_token', refresh_token }));
    const aud = ['https://a.example', 'https://b.example'];
    expect(decodeToken(next.access).claims).toMatchObject({ scope: 'read write', aud });
  });

  it('have an equal cnf, and the token_type that the grant says', async () => {
    const cnf = { jkt: 'a' };
    const { app, introspect } = await jwtServer({
      plugins: [
        {
          name: 'binding',
          hooks: {
            beforeIssue: (issuance) => ({ ...issuance, tokenType: 'DPoP', details: { cnf } }),
          },
        },
      ],
    });
    const { body } = await app.token({ grant_type: 'any', subject: 'alice' });
    const { access_token: token } = body;
    if (typeof token !== 'string') throw new TypeError('no token');
    expect(body).toMatchObject({ token_type: 'DPoP' });
    expect(decodeToken(token)).toMatchObject({ header: { typ: 'at+jwt' }, claims: { cnf } });
    expect(await introspect(token)).toMatchObject({ active: true, token_type: 'DPoP', cnf });
  });

  it('have the claims of the hook tokenClaims, which replace no claim but sub', async () => {
    const { issueTokens, introspect } = await jwtServer({
      plugins: [
        {
          name: 'claims',
          hooks: {
            tokenClaims: (claims, { clientId }) => ({
              ...claims,
              sub: `pairwise-for-${clientId}`,
              team: 7,
              iss: 'https://attacker.example',
              client_id: 'other',
            }),
          },
        },
      ],
    });
    const { access } = await issueTokens();
    const claims = { sub: 'pairwise-for-app', team: 7, iss: issuer, client_id: 'app' };
    expect(decodeToken(access).claims).toMatchObject(claims);
    expect(await introspect(access)).toMatchObject({ active: true, ...claims });
  });
});

describe('the audience of a JWT access token', () => {
  it.each([
    [audience, undefined],
    [['https://a.example', 'https://b.example'], 'https://a.example https://b.example'],
  ])('is %j in introspection too', async (aud, requested) => {
    const { issueTokens, introspect } = await jwtServer();
    const { access } = await issueTokens(requested === undefined ? {} : { audience: requested });
    expect(decodeToken(access).claims['aud']).toEqual(aud);
    expect((await introspect(access))['aud']).toEqual([aud].flat());
  });

  it('stays the same after a refresh', async () => {
    const { issueTokens, introspect, app } = await jwtServer();
    const { refresh: refresh_token } = await issueTokens();
    const { body } = await app.token({ grant_type: 'refresh_token', refresh_token });
    const token = typeof body['access_token'] === 'string' ? body['access_token'] : '';
    expect(decodeToken(token).claims['aud']).toBe(audience);
    expect(await introspect(token)).toMatchObject({ active: true, aud: [audience] });
  });

  // #190
  it.each([[''], [[]], [['a', '']]])('cannot be configured as %j', async (empty) => {
    const creation = jwtServer({ tokens: { audience: empty } });
    await expect(creation).rejects.toThrow(ConfigurationError);
    await expect(creation).rejects.toThrow('jwtAccessTokens.audience');
  });
});

it('jwtAccessTokens refuses a misspelt option', async () => {
  const misspelt: object = { claim: () => ({}) };
  await expect(jwtServer({ tokens: misspelt })).rejects.toThrow(
    'jwtAccessTokens.claim: is not an option; the options are keys, audience, claims',
  );
});

describe('the claims of the app', () => {
  it('are added to the token', async () => {
    const { issueTokens } = await jwtServer({
      tokens: { claims: async ({ issuance }) => ({ groups: [`of ${issuance.subject ?? ''}`] }) },
    });
    expect(decodeToken((await issueTokens()).access).claims).toMatchObject({
      groups: ['of alice'],
    });
  });

  // [I2]
  it('cannot replace claims of RFC 9068', async () => {
    const withoutClaims = await jwtServer();
    const details = { acr: 'bronze', amr: ['pwd'], auth_time: 5, cnf: { jkt: 'a' } };
    const parameters = { details: JSON.stringify(details) };
    const expected = decodeToken((await withoutClaims.issueTokens(parameters)).access);
    const names = Object.keys(expected.claims);
    expect(names).toHaveLength(12);
    const { issueTokens, introspect } = await jwtServer({
      tokens: { claims: () => Object.fromEntries(names.map((name) => [name, 'forged'])) },
    });
    const { access } = await issueTokens(parameters);
    const { claims } = decodeToken(access);
    const { jti } = claims;
    expect(claims).toEqual({ ...expected.claims, jti });
    expect(jti).not.toBe('forged');
    expect(await introspect(access)).toMatchObject({ active: true, sub: 'alice' });
  });

  it('cannot add a scope that was not granted', async () => {
    const { issueTokens } = await jwtServer({ tokens: { claims: () => ({ scope: 'admin' }) } });
    const { claims } = decodeToken((await issueTokens({ scope: '' })).access);
    expect(claims).not.toHaveProperty('scope');
  });

  it('leave no token in the store when their function rejects', async () => {
    const { app, store, events } = await jwtServer({
      tokens: { claims: () => Promise.reject(new Error('no directory at 10.0.0.7')) },
    });
    const response = await app.token({ grant_type: 'any', subject: 'alice' });
    expect(response.status).toBe(500);
    expect(response.text).not.toContain('10.0.0.7');
    expect(await store.revoke({ clientId: 'app' })).toBe(0);
    expect(events.of('request.failed')).toHaveLength(1);
  });

  it('cannot make the token longer than core looks up', async () => {
    const { app, store, events } = await jwtServer({
      tokens: { claims: () => ({ groups: 'a'.repeat(4000) }) },
    });
    expect((await app.token({ grant_type: 'any', subject: 'alice' })).status).toBe(500);
    expect(await store.revoke({ clientId: 'app' })).toBe(0);
    expect(events.of('request.failed')).toMatchObject([{ reason: 'token.too_long' }]);
  });
});

describe('a key ring that cannot sign', () => {
  it('is a configuration fault when keys retire before their last token expires', async () => {
    const key = await generateSigningKey('ES256', 0);
    const keys = keyRing({ load: () => [key], retiredKeyLifetime: 3599 });
    await expect(jwtServer({ tokens: { keys } })).rejects.toThrow('jwtAccessTokens.keys');
    const server = { accessTokenLifetime: 3599 };
    await expect(jwtServer({ tokens: { keys }, server })).resolves.toBeDefined();
  });

  it('issues no token whose lifetime, returned by a function, exceeds that of its key', async () => {
    let lifetime = 3601;
    const { app, issueTokens, events } = await jwtServer({
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
    expect((await issueTokens()).access).toMatch(/^ey/);
  });

  it('issues no token when no key is active yet', async () => {
    const { app, store } = await jwtServer({
      tokens: { keys: await fixedKeys(await generateSigningKey('ES256', now + 1)) },
    });
    expect((await app.token({ grant_type: 'any' })).status).toBe(500);
    expect(await store.revoke({ clientId: 'app' })).toBe(0);
  });
});
