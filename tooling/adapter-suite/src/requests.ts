import { secret } from './running-server.js';

/** A request's bytes. `undefined` leaves a header out that is there by default. */
export function request(
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

/** The bytes of a token request by the client `app`. */
export function form(
  body: string,
  headers: Readonly<Record<string, string | undefined>> = {},
): string {
  const own = { Authorization: basic('app', secret), 'Content-Type': formType };
  return request('POST', '/token', { ...own, ...headers }, body);
}

/** A body that gets a token. */
export const goodBody = 'grant_type=client_credentials&scope=read';

/** The media type of forms. */
export const formType = 'application/x-www-form-urlencoded';

/** An Authorization header. */
export function basic(clientId: string, clientSecret: string): string {
  return `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
}
