import { findText, getTexts, parseJsonObject } from '@oauth/app-kit/json';
import type { HttpRequest } from './http.js';

/** What a client needs to know of a server. */
export interface ServerMetadata {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string;
  readonly grantTypes: readonly string[];
}

/**
 * A request for a server's metadata: the well-known path goes between host and path.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-3.1
 */
export function buildMetadataRequest(issuer: string): HttpRequest {
  const { origin, pathname } = new URL(issuer);
  const path = pathname === '/' ? '' : pathname;
  return {
    method: 'GET',
    url: `${origin}/.well-known/oauth-authorization-server${path}`,
    headers: { Accept: 'application/json' },
  };
}

/**
 * Parses the document; `undefined` unless it names the issuer that the client asked, the identical
 * string.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-3.3
 */
export function parseMetadata(body: string, issuer: string): ServerMetadata | undefined {
  const document = parseJsonObject(body);
  if (document === undefined || findText(document, 'issuer') !== issuer) return undefined;
  return {
    issuer,
    authorizationEndpoint: findText(document, 'authorization_endpoint') ?? '',
    tokenEndpoint: findText(document, 'token_endpoint') ?? '',
    revocationEndpoint: findText(document, 'revocation_endpoint') ?? '',
    grantTypes: getTexts(document, 'grant_types_supported'),
  };
}
