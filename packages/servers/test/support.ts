import type { ClientRegistration, HttpRequest, HttpResponse, JsonObject } from '@oauth/core';
import { isJsonObject } from '@oauth/core/plugin';
import { memoryStore } from '@oauth/store-memory';
import { fakeClock, formRequest } from '@oauth/testing';
import type { CommonOptions } from '../src/index.js';

const verifier = 'a-code-verifier-that-is-exactly-forty-three';
const challenge = '7zlbOh7d98EZOkF_TSulOj7eoebNGbOLIpKSwpgwYl0';
const secret = 'a-secret-that-nobody-guesses';

const clients: readonly ClientRegistration[] = [
  {
    client_id: 'web',
    client_secret: secret,
    redirect_uris: ['https://app.example/cb'],
    grant_types: ['authorization_code', 'refresh_token'],
    scope: 'read write',
  },
  {
    client_id: 'machine',
    client_secret: secret,
    grant_types: ['client_credentials'],
    scope: 'read',
  },
  {
    client_id: 'legacy',
    client_secret: secret,
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

/** Options of a server that has only the clients whose grants it offers. */
export function options(...clientIds: readonly string[]): CommonOptions {
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

const authorization = (clientId: string): Record<string, string> => ({
  Authorization: `Basic ${btoa(`${clientId}:${secret}`)}`,
});

/** A posted form of a client that authenticates by Basic. */
export function form(
  path: string,
  clientId: string,
  parameters: Record<string, string>,
): HttpRequest {
  return formRequest(path, parameters, authorization(clientId));
}

/** A GET request, with a bearer token if one is given. */
export function get(url: string, token?: string): HttpRequest {
  const headers = new Headers(token === undefined ? {} : { Authorization: `Bearer ${token}` });
  return { method: 'GET', url, headers, text: () => Promise.resolve('') };
}

/** An authorization request with PKCE. */
export function authorizationRequest(more: Record<string, string> = {}): HttpRequest {
  const parameters = new URLSearchParams({
    client_id: 'web',
    response_type: 'code',
    state: 'xyz',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  });
  return get(`/authorize?${parameters.toString()}`);
}

/** The parameters of a redirect, query and fragment alike. */
export function redirected({ headers }: HttpResponse): URLSearchParams {
  const url = new URL(String(headers['Location']));
  return new URLSearchParams(url.search.slice(1) || url.hash.slice(1));
}

/** Redeems the code of a redirect. */
export function redemption(response: HttpResponse): HttpRequest {
  const code = redirected(response).get('code') ?? '';
  const grant_type = 'authorization_code';
  return form('/token', 'web', { grant_type, code, code_verifier: verifier });
}

export function bodyOf({ body }: HttpResponse): JsonObject {
  const parsed: unknown = JSON.parse(body);
  if (isJsonObject(parsed)) return parsed;
  throw new TypeError(`not a JSON object: ${body}`);
}

export function textOf(response: HttpResponse, member: string): string {
  const value = bodyOf(response)[member];
  if (typeof value === 'string') return value;
  throw new TypeError(`no ${member} in ${response.body}`);
}
