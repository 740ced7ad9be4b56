import type { HttpRequest } from './http.js';
import { listOf, readObject, textOf } from './json.js';

/** What a client has to know of a server. */
export interface ServerMetadata {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string;
  readonly grantTypes: readonly string[];
}

/**
 * Asks a server where its endpoints are: the well-known path goes between host and path.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-3.1
 */
export function metadataRequest(issuer: string): HttpRequest {
  const { origin, pathname } = new URL(issuer);
  const path = pathname === '/' ? '' : pathname;
  return {
    method: 'GET',
    url: `${origin}/.well-known/oauth-authorization-server${path}`,
    headers: { Accept: 'application/json' },
  };
}

/**
 * Reads the document; `undefined` unless it is this issuer's own, the identical string.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-3.3
 */
export function readMetadata(body: string, issuer: string): ServerMetadata | undefined {
  const document = readObject(body);
  if (document === undefined || textOf(document, 'issuer') !== issuer) return undefined;
  return {
    issuer,
    authorizationEndpoint: textOf(document, 'authorization_endpoint') ?? '',
    tokenEndpoint: textOf(document, 'token_endpoint') ?? '',
    revocationEndpoint: textOf(document, 'revocation_endpoint') ?? '',
    grantTypes: listOf(document, 'grant_types_supported'),
  };
}
