import { createServer, type HttpRequest, type Server, type Store } from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { refresh } from '@oauth/grant-refresh';

export const issuer = 'https://auth.example';
const redirectUri = 'https://app.example/callback';
const api = { client_id: 'api', client_secret: 'a-secret-of-at-least-32-characters' };
const authorization = `Basic ${btoa(`${api.client_id}:${api.client_secret}`)}`;

/** The pair of RFC 7636 appendix B. */
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

export const scope = 'openid profile read';
export const clientId = 'app';

/** A server whose users agree to everything; as many of them take turns as are said. */
export function makeServer(store: Store, users: number): Server {
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
    // What is repeated is repeated by the benchmark, which wants it to be done again.
    plugins: [authorizationCode(), refresh(), introspection()],
  });
}

const formType = 'application/x-www-form-urlencoded';

/** A request as the Node adapter passes it, and as the bytes that it comes as. */
export interface PreparedRequest extends HttpRequest {
  readonly wire: string;
}

/** Made beforehand, so that making it is not timed. */
function request(path: string, parameters: object, more = {}): PreparedRequest {
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
    request('/authorize', {
      client_id: clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    }),
  exchange: (code: string) =>
    request('/token', {
      grant_type: 'authorization_code',
      client_id: clientId,
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  refresh: (token: string) =>
    request('/token', {
      grant_type: 'refresh_token',
      client_id: clientId,
      refresh_token: token,
    }),
  introspection: (token: string) => request('/introspect', { token }, { authorization }),
} as const;

/** A new code, by the authorization endpoint. */
export async function newCode(server: Server): Promise<string> {
  const { headers } = await server.handle(requests.authorization());
  const location = headers['Location'];
  const code = typeof location === 'string' ? new URL(location).searchParams.get('code') : null;
  if (code === null) throw new Error('The authorization endpoint gave no code.');
  return code;
}

/** A member of a JSON answer that must be text. */
export function member(body: string, name: string): string {
  const [, text] = new RegExp(`"${name}":"([^"]+)"`).exec(body) ?? [];
  if (text === undefined) throw new Error(`The answer has no ${name}: ${body}`);
  return text;
}
