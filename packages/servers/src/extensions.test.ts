import { describe, expect, it } from 'vitest';
import { type Client, digestSecret } from '@oauth/core';
import { formRequest } from '@oauth/testing';
import {
  authorizationRequest,
  bodyOf,
  form,
  options,
  passwordOptions,
  redemption,
  redirected,
  textOf,
} from '../test/support.js';
import { allGrantsServer, backendApplicationServer } from './index.js';

/** A server without any plugin for what is asked of it here. */
const serve = () =>
  allGrantsServer({ ...options('web', 'machine', 'page'), password: passwordOptions });

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const encode = (part: object) => btoa(JSON.stringify(part)).replaceAll('=', '');

/** An assertion that is right but for its signature. */
function assertion(claims: object = {}): string {
  const aud = 'https://auth.example';
  const all = { iss: 'machine', sub: 'machine', aud, exp: 4_000_000_000, jti: '1', ...claims };
  return `${encode({ alg: 'RS256' })}.${encode(all)}.c2lnbmF0dXJl`;
}

const grant_type = 'client_credentials';
const proved = { grant_type, client_assertion_type: assertionType, client_assertion: assertion() };
const secret = 'a-secret-that-nobody-guesses';

describe('a client that proves itself by what no plugin reads', () => {
  it.each<[string, Record<string, string>]>([
    // #133
    ['an assertion', proved],
    ['an expired one', { ...proved, client_assertion: assertion({ exp: 1 }) }],
    // #136
    ['one of somebody else', { ...proved, client_id: 'web' }],
    // #137
    ['of another type', { ...proved, client_id: 'machine', client_assertion_type: 'x' }],
    ['an access token', { ...proved, client_id: 'machine', client_assertion: 'x'.repeat(59) }],
  ])('%s, is refused', async (_, parameters) => {
    const response = await serve().createTokenResponse(formRequest('/token', parameters));
    expect(response.status).toBe(401);
    expect(bodyOf(response)['error']).toBe('invalid_client');
  });

  // #134
  it('is refused each time, one after the other and at once', async () => {
    const server = serve();
    const ask = async () =>
      (await server.createTokenResponse(formRequest('/token', proved))).status;
    expect([await ask(), ...(await Promise.all([ask(), ask()]))]).toEqual([401, 401, 401]);
  });

  // #133 #139
  it.each([
    'private_key_jwt',
    'client_secret_jwt',
    'tls_client_auth',
    'self_signed_tls_client_auth',
  ])('registered for %s, gets in by no other way', async (token_endpoint_auth_method) => {
    const registered: Client = {
      client_id: 'machine',
      token_endpoint_auth_method,
      client_secret_digest: await digestSecret(secret),
      grant_types: [grant_type],
      scope: 'read',
    };
    const { clients: _, ...rest } = options();
    const server = backendApplicationServer({ ...rest, clients: () => registered });
    const certificate = {
      'X-SSL-Client-Cert': 'MIIB',
      'X-SSL-Client-S-DN': 'CN=machine',
      'X-Forwarded-Client-Cert': 'Subject="CN=machine"',
      'Client-Cert': ':MIIB:',
    };
    for (const request of [
      formRequest('/token', proved),
      formRequest('/token', { grant_type, client_id: 'machine' }, certificate),
      formRequest('/token', { grant_type, client_id: 'machine', client_secret: secret }),
      form('/token', 'machine', { grant_type }),
    ]) {
      const response = await server.createTokenResponse(request);
      expect([response.status, bodyOf(response)['error']]).toEqual([401, 'invalid_client']);
    }
    const listed = { ...rest, clients: [registered] };
    expect(() => backendApplicationServer(listed)).toThrow(
      'clients[0].token_endpoint_auth_method: must be among',
    );
  });
});

it.each([
  // #155
  { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: assertion() },
  // #157 #158
  {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: 'x'.repeat(59),
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    scope: 'admin',
    audience: 'https://other.example',
  },
])('a grant that nobody registered gives nothing', async (parameters) => {
  const response = await serve().createTokenResponse(form('/token', 'web', parameters));
  expect(bodyOf(response)['error']).toBe('unsupported_grant_type');
});

// #61
it('a response mode that nobody registered makes no page that posts to others', async () => {
  const response = await serve().handle(authorizationRequest({ response_mode: 'web_message' }));
  expect([response.body, redirected(response).get('error')]).toEqual(['', 'invalid_request']);
  expect(redirected(response).has('code')).toBe(false);
});

// #160
it.each(['not json', '{}', '[{"type":"payment","amount":"1000000"}]', `[${'1,'.repeat(9999)}1]`])(
  'authorization_details %.20s… are not granted, and nobody is told that they were',
  async (authorization_details) => {
    const server = serve();
    const response = await server.handle(authorizationRequest({ authorization_details }));
    const issued = await server.createTokenResponse(redemption(response));
    const token = textOf(issued, 'access_token');
    const asked = await server.createIntrospectResponse(form('/introspect', 'web', { token }));
    expect(bodyOf(asked)).toMatchObject({ active: true, scope: 'read write' });
    for (const answer of [issued, asked])
      expect(bodyOf(answer)).not.toHaveProperty('authorization_details');
  },
);

// #175
it('a proof of a key that nobody checks binds nothing, and the answer says so', async () => {
  const server = serve();
  const parameters = { grant_type };
  const basic = { Authorization: `Basic ${btoa(`machine:${secret}`)}`, DPoP: assertion() };
  const issued = await server.createTokenResponse(formRequest('/token', parameters, basic));
  expect(bodyOf(issued)).toMatchObject({ token_type: 'Bearer' });
  const token = textOf(issued, 'access_token');
  const asked = await server.createIntrospectResponse(form('/introspect', 'machine', { token }));
  expect(bodyOf(asked)).toMatchObject({ active: true, token_type: 'Bearer' });
  expect(bodyOf(asked)).not.toHaveProperty('cnf');
});

// #203
it('introspection answers JSON, also to those who would rather have a JWT', async () => {
  const server = serve();
  const accept = { Accept: 'application/token-introspection+jwt' };
  const basic = { Authorization: `Basic ${btoa(`machine:${secret}`)}`, ...accept };
  const { headers, body } = await server.createIntrospectResponse(
    formRequest('/introspect', { token: 'x' }, basic),
  );
  expect(headers['Content-Type']).toBe('application/json;charset=UTF-8');
  expect(body).toBe('{"active":false}');
});
