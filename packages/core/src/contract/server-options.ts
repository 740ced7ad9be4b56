import type { RandomSource, TokenGenerator } from './access-token-format.js';
import type { Authorize, RedirectUriPolicy, RenderErrorPage } from './authorization.js';
import type { VerifySecret } from './client-authentication.js';
import type { ClientRegistration, FindClient } from './client.js';
import type { OnEvent } from './events.js';
import type { Issuance } from './grant.js';
import type { Plugin } from './plugin.js';
import type { IssuingRequest } from './requests.js';
import type { DefaultScope } from './scope.js';
import type { Store } from './store.js';
import type { ByName, Seconds } from './types.js';

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
  /** Grants, endpoints and whatever else registers. Their order is the order of hooks. */
  readonly plugins: P;
  /** All scopes there are. Default: whatever clients are registered for. */
  readonly scopes?: readonly string[] | undefined;
  /** The scope of a request without one, as far as its client may have it. Default: all of that. */
  readonly defaultScope?: DefaultScope | undefined;
  /** Seconds an access token lives. Default: 3600. */
  readonly accessTokenLifetime?:
    Seconds | ((request: IssuingRequest, issuance: Issuance) => Seconds) | undefined;
  readonly accessTokenGenerator?: TokenGenerator | undefined;
  readonly refreshTokenGenerator?: TokenGenerator | undefined;
  /**
   * The methods of client authentication that clients may use, of those that core and plugins have
   * (`["private_key_jwt"]`). Default: all.
   */
  readonly clientAuthenticationMethods?: readonly string[] | undefined;
  /** Verifies client secrets that are not kept as {@link digestSecret} digests. */
  readonly verifySecret?: VerifySecret | undefined;
  /** Approves an authorization request, denies it, or shows a page first. */
  readonly authorize?: Authorize | undefined;
  /** Renders faults that must not be redirected. Default: a page without style. */
  readonly renderErrorPage?: RenderErrorPage | undefined;
  /** Paths that differ from the endpoints' own, by metadata member. */
  readonly paths?: ByName<string> | undefined;
  /** Gets every event. */
  readonly onEvent?: OnEvent | undefined;
  /**
   * While it returns `false`, every endpoint answers 503, and the composed calls refuse with
   * `temporarily_unavailable`. Other paths stay 404: they may be the app's.
   */
  readonly isAvailable?: (() => boolean) | undefined;
  /** Largest body in bytes. Default: 65536. */
  readonly maxBodyBytes?: number | undefined;
  /** The largest number of parameters that a request may have. Default: 100. */
  readonly maxParameters?: number | undefined;
  /** Epoch milliseconds. Default: `Date.now`. */
  readonly clock?: (() => number) | undefined;
  /** Returns random bytes as base64url text. Default: the system's generator. For tests. */
  readonly random?: RandomSource | undefined;
}
