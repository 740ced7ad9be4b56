import type { ClientRegistration, HttpRequest, HttpResponse, JsonObject } from '@oauth/core';
import { isJsonObject } from '@oauth/core/plugin';
import { memoryStore } from '@oauth/store-memory';
import { fakeClock, formRequest } from '@oauth/testing';
import type { CommonOptions } from '../src/index.js';

/** The pair of RFC 7636 appendix B. */
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
export const clientSecret = 'a-secret-that-nobody-guesses';

const clients: readonly ClientRegistration[] = [
  {
    client_id: 'web',
    client_secret: clientSecret,
    redirect_uris: ['https://app.example/cb'],
    grant_types: ['authorization_code', 'refresh_token'],
    scope: 'read write',
  },
  {
    client_id: 'machine',
    client_secret: clientSecret,
    grant_types: ['client_credentials'],
    scope: 'read',
  },
  {
    client_id: 'legacy',
    client_secret: clientSecret,
    grant_types: ['password', 'refresh_token'],
    scope: 'read',
  },
  {
    client_id: 'page',
    token_endpoint_auth_method: 'none',
    redirect_uris: ['https://app.example/page'],
    grant_types: ['implicit'],
    response_types: ['token'],
    scope: 'read',
  },
];

/** Options of a server with some of the clients, since a server has to offer their grants. */
export function serverOptions(...clientIds: readonly string[]): CommonOptions {
  return {
    issuer: 'https://auth.example',
    clients: clients.filter(({ client_id: id }) => clientIds.includes(id)),
    store: memoryStore(),
    clock: fakeClock().nowMs,
    scopes: ['read', 'write'],
    authorize: () => ({ approve: { subject: 'ann' } }),
  };
}

export const passwordOptions = {
  authenticateUser: (username: string, password: string) =>
    username === 'ann' && password === 'her password' ? { subject: 'ann' } : undefined,
  wait: () => Promise.resolve(),
};

const basicAuthorization = (clientId: string): Record<string, string> => ({
  Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
});

/** A posted form of a client that authenticates by client_secret_basic. */
export function authenticatedForm(
  path: string,
  clientId: string,
  parameters: Record<string, string>,
): HttpRequest {
  return formRequest(path, parameters, basicAuthorization(clientId));
}

/** A GET request, with a bearer token unless it is left out. */
export function bearerRequest(url: string, token?: string): HttpRequest {
  const headers = new Headers(token === undefined ? {} : { Authorization: `Bearer ${token}` });
  return { method: 'GET', url, headers, text: () => Promise.resolve('') };
}

/** An authorization request with PKCE, of the client `web` unless the parameters say otherwise. */
export function authorizationRequest(changed: Record<string, string> = {}): HttpRequest {
  const parameters = new URLSearchParams({
    client_id: 'web',
    response_type: 'code',
    state: 'xyz',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changed,
  });
  return bearerRequest(`/authorize?${parameters.toString()}`);
}

/** The parameters of a redirect, from its query or its fragment. */
export function getRedirectParameters({ headers }: HttpResponse): URLSearchParams {
  const url = new URL(String(headers['Location']));
  return new URLSearchParams(url.search.slice(1) || url.hash.slice(1));
}

/** A token request for the code of a redirect. */
export function redemptionRequest(response: HttpResponse): HttpRequest {
  const code = getRedirectParameters(response).get('code') ?? '';
  const grant_type = 'authorization_code';
  return authenticatedForm('/token', 'web', { grant_type, code, code_verifier: verifier });
}

export function parseBody({ body }: HttpResponse): JsonObject {
  const parsed: unknown = JSON.parse(body);
  if (isJsonObject(parsed)) return parsed;
  throw new TypeError(`This is not a JSON object: ${body}`);
}

export function getTextMember(response: HttpResponse, member: string): string {
  const value = parseBody(response)[member];
  if (typeof value === 'string') return value;
  throw new TypeError(`The response has no ${member}: ${response.body}`);
}
