import { describe, expect, it } from 'vitest';
import { type Plugin, responseTypeNone } from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { implicit } from '@oauth/grant-implicit';
import { getDocument, issuer, metadataServer } from '../test/metadata-server.js';

const secretMethods = ['client_secret_basic', 'client_secret_post'];
const bareOptions = { clients: [], scopes: undefined };
const getDocumentOf = (...plugins: readonly Plugin[]) =>
  getDocument(metadataServer({}, { ...bareOptions, plugins }));

// [C20] [C22] #220
it('the document of a server with all plugins has every derived member', async () => {
  expect(await getDocument(metadataServer())).toEqual({
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
it('the document of the smallest server claims nothing that is not there', async () => {
  expect(await getDocumentOf(clientCredentials())).toEqual({
    issuer,
    token_endpoint: `${issuer}/token`,
    // RFC 8414 requires the member: some clients refuse a document without it.
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    // The only grant is closed to public clients.
    token_endpoint_auth_methods_supported: secretMethods,
  });
});

// #220
it('a server without grants lists none, because clients take a missing list for a default', async () => {
  expect(await getDocumentOf(introspection())).toEqual({
    issuer,
    introspection_endpoint: `${issuer}/introspect`,
    introspection_endpoint_auth_methods_supported: secretMethods,
    response_types_supported: [],
    grant_types_supported: [],
  });
});

describe('the document lists', () => {
  // [C20]
  it('the implicit grant type, and no response mode that would put its token in a query', async () => {
    const document = await getDocumentOf(implicit());
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
  it('the response type none where a plugin has it', async () => {
    const { response_types_supported } = await getDocumentOf(authorizationCode(), responseTypeNone);
    expect(response_types_supported).toEqual(['code', 'none']);
  });

  // #80
  it('the challenge methods that the authorization code grant accepts', async () => {
    const getMethods = async (allowPlainPkce: boolean) =>
      (await getDocumentOf(authorizationCode({ allowPlainPkce })))[
        'code_challenge_methods_supported'
      ];
    expect(await getMethods(false)).toEqual(['S256']);
    expect(await getMethods(true)).toEqual(['S256', 'plain']);
  });

  // [C22]
  it('client authentication methods and endpoints of other plugins', async () => {
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
    const document = await getDocumentOf(clientCredentials(), introspection(), stranger);
    expect(document).toMatchObject({
      device_authorization_endpoint: `${issuer}/device`,
      token_endpoint_auth_methods_supported: [...secretMethods, 'tls_client_auth'],
      introspection_endpoint_auth_methods_supported: [...secretMethods, 'tls_client_auth'],
      tls_client_certificate_bound_access_tokens: true,
    });
    expect(JSON.stringify(document)).not.toContain(`${issuer}/x`);
  });

  it('endpoints at the paths that the option paths gives them', async () => {
    const paths = { token_endpoint: '/oauth/t', revocation_endpoint: '/oauth/r' };
    expect(await getDocument(metadataServer({}, { paths }))).toMatchObject({
      token_endpoint: `${issuer}/oauth/t`,
      revocation_endpoint: `${issuer}/oauth/r`,
    });
  });

  it('scopes only where the server has a list of them', async () => {
    expect(await getDocument(metadataServer({}, { scopes: undefined }))).not.toHaveProperty(
      'scopes_supported',
    );
    expect(await getDocument(metadataServer({}, { scopes: [] }))).not.toHaveProperty(
      'scopes_supported',
    );
  });
});
