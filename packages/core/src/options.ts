import type { Authorize, RenderErrorPage, RedirectUriPolicy } from './authorization/types.js';
import type { VerifySecret } from './client-authentication.js';
import type { ClientRegistration, FindClient } from './client.js';
import type { OnEvent } from './events.js';
import type { Issuance, IssuingRequest, Plugin } from './plugin.js';
import type { DefaultScope } from './scope.js';
import type { Store } from './store.js';
import type { RandomSource, TokenGenerator } from './tokens.js';
import type { Seconds } from './types.js';

/** What a server is made from. */
export interface ServerOptions<
  P extends readonly Plugin[] = readonly Plugin[],
> extends RedirectUriPolicy {
  /** The https URL that identifies this server, without query or fragment (RFC 8414 section 2). */
  readonly issuer: string;
  /** Allows an http issuer on a host other than loopback. Tokens then cross the network in clear. */
  readonly allowInsecureIssuer?: boolean | undefined;
  /** The registered clients, or a function that finds one by its id. */
  readonly clients: readonly ClientRegistration[] | FindClient;
  readonly store: Store;
  /** Grants, endpoints and whatever else registers. Their order decides that of hooks only. */
  readonly plugins: P;
  /** All scopes there are; without it, whatever clients are registered for. */
  readonly scopes?: readonly string[] | undefined;
  /** What a request without `scope` gets, as far as its client may have it. Default: all of that. */
  readonly defaultScope?: DefaultScope | undefined;
  /** Seconds an access token lives. Default: 3600. */
  readonly accessTokenLifetime?:
    Seconds | ((request: IssuingRequest, issuance: Issuance) => Seconds) | undefined;
  readonly accessTokenGenerator?: TokenGenerator | undefined;
  readonly refreshTokenGenerator?: TokenGenerator | undefined;
  /** Checks client secrets that are not kept as {@link digestSecret} digests. */
  readonly verifySecret?: VerifySecret | undefined;
  /** Approves an authorization request, denies it, or shows a page first. */
  readonly authorize?: Authorize | undefined;
  /** Shows faults that must not be redirected. Default: a page without style. */
  readonly renderErrorPage?: RenderErrorPage | undefined;
  /** Paths that differ from the endpoints' own, by metadata member. */
  readonly paths?: Readonly<Record<string, string>> | undefined;
  /** Hears of every decision. */
  readonly onEvent?: OnEvent | undefined;
  /**
   * While it says false every endpoint answers 503, and the composed calls refuse with
   * `temporarily_unavailable`. Other paths are 404 as ever: they may be the app's.
   */
  readonly isAvailable?: (() => boolean) | undefined;
  /** Largest body in bytes. Default: 65536. */
  readonly maxBodyBytes?: number | undefined;
  /** Most parameters in one request. Default: 100. */
  readonly maxParameters?: number | undefined;
  /** Epoch milliseconds. Default: `Date.now`. */
  readonly clock?: (() => number) | undefined;
  /** So many random bytes as base64url text. Default: the system's generator. For tests. */
  readonly random?: RandomSource | undefined;
}

/** Every option there is, so that a misspelt one is noticed. */
export const optionNames: readonly string[] = (
  'issuer allowInsecureIssuer clients store plugins scopes defaultScope accessTokenLifetime ' +
  'accessTokenGenerator refreshTokenGenerator verifySecret authorize renderErrorPage ' +
  'allowInsecureRedirects allowRedirectSchemes paths onEvent isAvailable maxBodyBytes maxParameters clock random'
).split(' ');
