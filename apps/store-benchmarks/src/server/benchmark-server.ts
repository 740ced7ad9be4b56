import { getText, parseJsonObject } from '@oauth/app-kit/json';
import { pkcePair } from '@oauth/app-kit/pkce';
import {
  createServer,
  type HttpRequest,
  type HttpResponse,
  type Server,
  type Store,
} from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { refresh } from '@oauth/grant-refresh';

export const issuer = 'https://auth.example';
const redirectUri = 'https://app.example/callback';
const api = { client_id: 'api', client_secret: 'a-secret-of-at-least-32-characters' };
const authorization = `Basic ${btoa(`${api.client_id}:${api.client_secret}`)}`;

export const scope = 'openid profile read';
export const clientId = 'app';

/** A server at which a number of users take turns, and approve every request. */
export function createBenchmarkServer(store: Store, users: number): Server {
  let user = 0;
  return createServer({
    issuer,
    store,
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: 'none',
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        scope,
      },
      { ...api, grant_types: [], introspects: 'any' },
    ],
    authorize: () => ({ approve: { subject: `user-${(user += 1) % users}` } }),
    plugins: [authorizationCode(), refresh(), introspection()],
  });
}

const formType = 'application/x-www-form-urlencoded';

/** A request as the Node adapter passes it, and its bytes on the wire. */
export interface PreparedRequest extends HttpRequest {
  readonly wire: string;
}

/** Prepares a request in both forms, before the time that is measured. */
function prepareRequest(path: string, parameters: object, more = {}): PreparedRequest {
  const body = new URLSearchParams(Object.entries(parameters)).toString();
  const headers = { host: 'auth.example', 'content-type': formType, ...more };
  const lines = Object.entries({ ...headers, 'content-length': body.length });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const fields = new Map<string, string>(Object.entries(headers));
  return {
    method: 'POST',
    url: issuer + path,
    headers: { get: (name) => fields.get(name.toLowerCase()) ?? null },
    text: () => Promise.resolve(body),
    wire: `POST ${path} HTTP/1.1\r\n${head}\r\n${body}`,
  };
}

export const requests = {
  authorization: () =>
    prepareRequest('/authorize', {
      client_id: clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope,
      code_challenge: pkcePair.code_challenge,
      code_challenge_method: 'S256',
    }),
  exchange: (code: string) =>
    prepareRequest('/token', {
      grant_type: 'authorization_code',
      client_id: clientId,
      code,
      redirect_uri: redirectUri,
      code_verifier: pkcePair.code_verifier,
    }),
  refresh: (token: string) =>
    prepareRequest('/token', {
      grant_type: 'refresh_token',
      client_id: clientId,
      refresh_token: token,
    }),
  introspection: (token: string) => prepareRequest('/introspect', { token }, { authorization }),
} as const;

/** Gets a new code from the authorization endpoint. */
export async function requestCode(server: Server): Promise<string> {
  const { headers } = await server.handle(requests.authorization());
  const location = headers['Location'];
  const code = typeof location === 'string' ? new URL(location).searchParams.get('code') : null;
  if (code === null) throw new Error('The authorization endpoint gave no code.');
  return code;
}

/** An access token and its refresh token. */
export interface TokenPair {
  readonly access: string;
  readonly refresh: string;
}

/** The tokens of a successful response. */
export function readTokens({ status, body }: HttpResponse): TokenPair {
  if (status !== 200) throw new Error(`The token endpoint answered ${status} ${body}`);
  return parseTokens(body);
}

/** The tokens of a response's body. */
export function parseTokens(body: string): TokenPair {
  const members = parseJsonObject(body) ?? {};
  return {
    access: getText(members, 'access_token'),
    refresh: getText(members, 'refresh_token'),
  };
}
