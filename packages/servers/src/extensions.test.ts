import { describe, expect, it } from 'vitest';
import { type Client, digestSecret } from '@oauth/core';
import { formRequest } from '@oauth/testing';
import {
  authenticatedForm,
  authorizationRequest,
  clientSecret,
  parseBody,
  serverOptions,
  passwordOptions,
  redemptionRequest,
  getRedirectParameters,
  getTextMember,
} from '../test/server-fixture.js';
import { allGrantsServer, backendApplicationServer } from './index.js';

/** A server without a plugin for any of the extensions below. */
const bareServer = () =>
  allGrantsServer({ ...serverOptions('web', 'machine', 'page'), password: passwordOptions });

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const encode = (part: object) => btoa(JSON.stringify(part)).replaceAll('=', '');

/** A client assertion that is correct except for its signature. */
function unsignedAssertion(claims: object = {}): string {
  const aud = 'https://auth.example';
  const all = { iss: 'machine', sub: 'machine', aud, exp: 4_000_000_000, jti: '1', ...claims };
  return `${encode({ alg: 'RS256' })}.${encode(all)}.c2lnbmF0dXJl`;
}

const grant_type = 'client_credentials';
const assertionForm = {
  grant_type,
  client_assertion_type: assertionType,
  client_assertion: unsignedAssertion(),
};

describe('client authentication that no plugin supports', () => {
  it.each<[string, Record<string, string>]>([
    // #133
    ['an assertion', assertionForm],
    ['an expired assertion', { ...assertionForm, client_assertion: unsignedAssertion({ exp: 1 }) }],
    // #136
    ['an assertion of another client', { ...assertionForm, client_id: 'web' }],
    // #137
    [
      'an assertion of an unknown type',
      { ...assertionForm, client_id: 'machine', client_assertion_type: 'x' },
    ],
    [
      'an access token as the assertion',
      { ...assertionForm, client_id: 'machine', client_assertion: 'x'.repeat(59) },
    ],
  ])('is refused with invalid_client: %s', async (_, parameters) => {
    const response = await bareServer().createTokenResponse(formRequest('/token', parameters));
    expect(response.status).toBe(401);
    expect(parseBody(response)['error']).toBe('invalid_client');
  });

  // #134
  it('is refused each time an assertion is sent again, also in parallel', async () => {
    const server = bareServer();
    const sendAssertion = async () =>
      (await server.createTokenResponse(formRequest('/token', assertionForm))).status;
    expect([
      await sendAssertion(),
      ...(await Promise.all([sendAssertion(), sendAssertion()])),
    ]).toEqual([401, 401, 401]);
  });

  // #133 #139
  it.each([
    'private_key_jwt',
    'client_secret_jwt',
    'tls_client_auth',
    'self_signed_tls_client_auth',
  ])(
    'is refused for a client registered for %s, and so is every other method',
    async (token_endpoint_auth_method) => {
      const client: Client = {
        client_id: 'machine',
        token_endpoint_auth_method,
        client_secret_digest: await digestSecret(clientSecret),
        grant_types: [grant_type],
        scope: 'read',
      };
      const { clients: _, ...rest } = serverOptions();
      const server = backendApplicationServer({ ...rest, clients: () => client });
      const certificateHeaders = {
        'X-SSL-Client-Cert': 'MIIB',
        'X-SSL-Client-S-DN': 'CN=machine',
        'X-Forwarded-Client-Cert': 'Subject="CN=machine"',
        'Client-Cert': ':MIIB:',
      };
      for (const request of [
        formRequest('/token', assertionForm),
        formRequest('/token', { grant_type, client_id: 'machine' }, certificateHeaders),
        formRequest('/token', { grant_type, client_id: 'machine', client_secret: clientSecret }),
        authenticatedForm('/token', 'machine', { grant_type }),
      ]) {
        const response = await server.createTokenResponse(request);
        expect([response.status, parseBody(response)['error']]).toEqual([401, 'invalid_client']);
      }
      const withListedClient = { ...rest, clients: [client] };
      expect(() => backendApplicationServer(withListedClient)).toThrow(
        'clients[0].token_endpoint_auth_method: must be among',
      );
    },
  );
});

it.each([
  // #155
  { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: unsignedAssertion() },
  // #157 #158
  {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: 'x'.repeat(59),
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    scope: 'admin',
    audience: 'https://other.example',
  },
])('a grant type that no plugin has is unsupported', async (parameters) => {
  const response = await bareServer().createTokenResponse(
    authenticatedForm('/token', 'web', parameters),
  );
  expect(parseBody(response)['error']).toBe('unsupported_grant_type');
});

// #61
it('a response mode that no plugin has is refused, and no page is shown', async () => {
  const response = await bareServer().handle(
    authorizationRequest({ response_mode: 'web_message' }),
  );
  expect([response.body, getRedirectParameters(response).get('error')]).toEqual([
    '',
    'invalid_request',
  ]);
  expect(getRedirectParameters(response).has('code')).toBe(false);
});

// #160
it.each([
  ['that are not JSON', 'not json'],
  ['that are not a list', '{}'],
  ['of a payment', '[{"type":"payment","amount":"1000000"}]'],
  ['of 10,000 entries', `[${'1,'.repeat(9999)}1]`],
])(
  'authorization_details %s are not granted, and no response says that they were',
  async (_, authorization_details) => {
    const server = bareServer();
    const response = await server.handle(authorizationRequest({ authorization_details }));
    const issued = await server.createTokenResponse(redemptionRequest(response));
    const token = getTextMember(issued, 'access_token');
    const introspected = await server.createIntrospectResponse(
      authenticatedForm('/introspect', 'web', { token }),
    );
    expect(parseBody(introspected)).toMatchObject({ active: true, scope: 'read write' });
    for (const response of [issued, introspected])
      expect(parseBody(response)).not.toHaveProperty('authorization_details');
  },
);

// #175
it('a DPoP proof binds no token without its plugin, and the response says so', async () => {
  const server = bareServer();
  const parameters = { grant_type };
  const headers = {
    Authorization: `Basic ${btoa(`machine:${clientSecret}`)}`,
    DPoP: unsignedAssertion(),
  };
  const issued = await server.createTokenResponse(formRequest('/token', parameters, headers));
  expect(parseBody(issued)).toMatchObject({ token_type: 'Bearer' });
  const token = getTextMember(issued, 'access_token');
  const introspected = await server.createIntrospectResponse(
    authenticatedForm('/introspect', 'machine', { token }),
  );
  expect(parseBody(introspected)).toMatchObject({ active: true, token_type: 'Bearer' });
  expect(parseBody(introspected)).not.toHaveProperty('cnf');
});

// #203
it('introspection responds with JSON, also to a client that accepts a JWT', async () => {
  const server = bareServer();
  const Accept = 'application/token-introspection+jwt';
  const headers = { Authorization: `Basic ${btoa(`machine:${clientSecret}`)}`, Accept };
  const response = await server.createIntrospectResponse(
    formRequest('/introspect', { token: 'x' }, headers),
  );
  expect(response.headers['Content-Type']).toBe('application/json;charset=UTF-8');
  expect(response.body).toBe('{"active":false}');
});
