import { describe, expect, it } from 'vitest';
import { type Plugin, responseTypeNone } from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { implicit } from '@oauth/grant-implicit';
import { documentOf, issuer, serve } from '../test/parts.js';

const secretMethods = ['client_secret_basic', 'client_secret_post'];
const none = { clients: [], scopes: undefined };
const documentWith = (...plugins: readonly Plugin[]) => documentOf(serve({}, { ...none, plugins }));

// [C20] [C22] #220
it('the document of a server with all parts', async () => {
  expect(await documentOf(serve())).toEqual({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    introspection_endpoint: `${issuer}/introspect`,
    revocation_endpoint: `${issuer}/revoke`,
    jwks_uri: `${issuer}/jwks`,
    scopes_supported: ['read', 'write'],
    response_types_supported: ['code', 'token'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    grant_types_supported: [
      'authorization_code',
      'client_credentials',
      'password',
      'refresh_token',
      'implicit',
    ],
    token_endpoint_auth_methods_supported: [...secretMethods, 'none'],
    revocation_endpoint_auth_methods_supported: [...secretMethods, 'none'],
    introspection_endpoint_auth_methods_supported: secretMethods,
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  });
});

// [C20] #220
it('the document of the smallest server claims no more than that', async () => {
  expect(await documentWith(clientCredentials())).toEqual({
    issuer,
    token_endpoint: `${issuer}/token`,
    // Required, and none: left out, it would break clients that check the document.
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    // No grant takes public clients.
    token_endpoint_auth_methods_supported: secretMethods,
  });
});

// #220
it('without grants the list is empty, since without the list clients take the default', async () => {
  expect(await documentWith(introspection())).toEqual({
    issuer,
    introspection_endpoint: `${issuer}/introspect`,
    introspection_endpoint_auth_methods_supported: secretMethods,
    response_types_supported: [],
    grant_types_supported: [],
  });
});

describe('what is registered', () => {
  // [C20]
  it('implicit is a grant type without a grant; its tokens travel in no query', async () => {
    const document = await documentWith(implicit());
    expect(document).toMatchObject({
      response_types_supported: ['token'],
      grant_types_supported: ['implicit'],
      response_modes_supported: ['fragment', 'form_post'],
      authorization_response_iss_parameter_supported: true,
    });
    expect(document).not.toHaveProperty('token_endpoint');
    expect(document).not.toHaveProperty('token_endpoint_auth_methods_supported');
  });

  // [C20]
  it('the response type none is listed where somebody registered it', async () => {
    const { response_types_supported } = await documentWith(authorizationCode(), responseTypeNone);
    expect(response_types_supported).toEqual(['code', 'none']);
  });

  // #80
  it('the challenge methods are those that the grant takes', async () => {
    const methods = async (allowPlainPkce: boolean) =>
      (await documentWith(authorizationCode({ allowPlainPkce })))[
        'code_challenge_methods_supported'
      ];
    expect(await methods(false)).toEqual(['S256']);
    expect(await methods(true)).toEqual(['S256', 'plain']);
  });

  // [C22]
  it('ways to authenticate and endpoints of strangers', async () => {
    const stranger: Plugin = {
      name: 'stranger',
      endpoints: {
        device_authorization_endpoint: {
          path: '/device',
          methods: ['POST'],
          handle: () => ({ status: 400, headers: {}, body: '' }),
        },
        unlisted: {
          path: '/x',
          methods: ['GET'],
          handle: () => ({ status: 200, headers: {}, body: '' }),
        },
      },
      clientAuthentication: { tls_client_auth: { read: () => undefined } },
      metadata: () => ({ tls_client_certificate_bound_access_tokens: true }),
    };
    const document = await documentWith(clientCredentials(), introspection(), stranger);
    expect(document).toMatchObject({
      device_authorization_endpoint: `${issuer}/device`,
      token_endpoint_auth_methods_supported: [...secretMethods, 'tls_client_auth'],
      introspection_endpoint_auth_methods_supported: [...secretMethods, 'tls_client_auth'],
      tls_client_certificate_bound_access_tokens: true,
    });
    expect(JSON.stringify(document)).not.toContain(`${issuer}/x`);
  });

  it('paths that the server moved', async () => {
    const paths = { token_endpoint: '/oauth/t', revocation_endpoint: '/oauth/r' };
    expect(await documentOf(serve({}, { paths }))).toMatchObject({
      token_endpoint: `${issuer}/oauth/t`,
      revocation_endpoint: `${issuer}/oauth/r`,
    });
  });

  it('scopes only where the server lists them', async () => {
    expect(await documentOf(serve({}, { scopes: undefined }))).not.toHaveProperty(
      'scopes_supported',
    );
    expect(await documentOf(serve({}, { scopes: [] }))).not.toHaveProperty('scopes_supported');
  });
});
