import { defineResponseType } from '../authorization/define-response-type.js';
import { responseTypeNone } from '../authorization/response-type-none.js';
import type { Approval } from '../contract/authorization.js';
import type { Issuance } from '../contract/grant.js';
import type { HttpResponse } from '../contract/http.js';
import type { ServerOptions } from '../contract/server-options.js';
import { defineGrant } from '../token/define-grant.js';
import { type Headers, request } from './requests.js';
import { serve, type Served } from './serve.js';

export const callback = 'https://app.example/cb';

const token = ({ subject, scope = [] }: Approval): Issuance => ({ subject, scope });
const code = { lifetime: 60, data: {} };

/** Response types for core's own tests, which cannot use the grants: those build on core. */
export const responseTypes = defineGrant(
  defineResponseType({
    name: 'response types',
    grants: { authorization_code: { handle: () => ({ scope: [] }) } },
    responseTypes: {
      code: {
        grantType: 'authorization_code',
        responseMode: 'query',
        decide: () => ({ code }),
      },
      token: {
        grantType: 'implicit',
        responseMode: 'fragment',
        decide: (_, approval) => ({ token: token(approval) }),
      },
      'code token': {
        grantType: 'implicit',
        responseMode: 'fragment',
        decide: (_, approval) => ({ code, token: token(approval) }),
      },
    },
  }),
);

export const app = {
  client_id: 'app',
  token_endpoint_auth_method: 'none',
  redirect_uris: [callback],
  grant_types: ['authorization_code', 'implicit'],
  response_types: ['code', 'token', 'code token', 'none'],
  scope: 'read write',
};

/** What every request of these tests has, unless it says otherwise. */
export const usual = { client_id: 'app', response_type: 'code', redirect_uri: callback };

export type Query = Readonly<Record<string, string | undefined>>;

export interface ServedAuthorization extends Served {
  /** Asks for authorization, with {@link usual} parameters but for those given. */
  readonly authorize: (query?: Query, headers?: Headers) => Promise<HttpResponse>;
}

/** A server whose user approves everything, unless `authorize` says otherwise. */
export function serveAuthorization(options: Partial<ServerOptions> = {}): ServedAuthorization {
  const served = serve({
    plugins: [responseTypes, responseTypeNone],
    clients: [app],
    authorize: () => ({ approve: { subject: 'alice' } }),
    ...options,
  });
  return {
    ...served,
    authorize: (query = {}, headers = {}) =>
      served.send(request('GET', authorizeUrl({ ...usual, ...query }), headers)),
  };
}

/** Path and query of a request; parameters that are `undefined` are left out. */
export function authorizeUrl(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  return `/authorize?${given.join('&')}`;
}

/** A header that has to be there, as text. */
export function headerOf(response: HttpResponse, name: string): string {
  const value = response.headers[name];
  if (typeof value !== 'string') throw new TypeError(`no ${name}: ${response.status}`);
  return value;
}

/** What the client is told, and where: query and fragment of the redirect. */
export function redirectOf(response: HttpResponse): {
  readonly to: string;
  readonly query: Readonly<Record<string, string>>;
  readonly fragment: Readonly<Record<string, string>>;
} {
  const [rest = '', fragment] = headerOf(response, 'Location').split('#', 2);
  const [to = '', query] = rest.split('?', 2);
  const read = (text?: string) => Object.fromEntries(new URLSearchParams(text ?? ''));
  return { to, query: read(query), fragment: read(fragment) };
}
