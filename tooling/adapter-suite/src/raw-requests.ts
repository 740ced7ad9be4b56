import { clientSecret } from './test-server.js';

/** A request as text, one character per byte. `undefined` leaves out a header of the defaults. */
export function rawRequest(
  method: string,
  path: string,
  headers: Readonly<Record<string, string | undefined>> = {},
  body = '',
): string {
  const all: Readonly<Record<string, string | undefined>> = {
    Host: 'auth.example.com',
    'Content-Length': String(body.length),
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}\r\n`],
  );
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

/** A token request by the client `app`, as text. */
export function rawTokenRequest(
  body: string,
  headers: Readonly<Record<string, string | undefined>> = {},
): string {
  const defaults = {
    Authorization: basicAuthorization('app', clientSecret),
    'Content-Type': formContentType,
  };
  return rawRequest('POST', '/token', { ...defaults, ...headers }, body);
}

/** A body that gets a token. */
export const validForm = 'grant_type=client_credentials&scope=read';

/** The media type of forms. */
export const formContentType = 'application/x-www-form-urlencoded';

/** An Authorization header with credentials of the Basic scheme. */
export function basicAuthorization(clientId: string, clientSecret: string): string {
  return `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
}
