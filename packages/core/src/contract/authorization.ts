import type { Client } from './client.js';
import type { OAuthError } from './errors.js';
import type { Issuance } from './grant.js';
import type { HttpRequest, HttpResponse } from './http.js';
import type { Parameters } from './parameters.js';
import type { ServerContext } from './server-context.js';
import type { StoredRecord } from './store.js';
import type { Awaitable, JsonObject, Seconds } from './types.js';

/** An authorization request of which only the client is known to be good. */
export interface IncomingAuthorization {
  readonly http: HttpRequest;
  readonly client: Client;
  /** Epoch seconds. */
  readonly now: number;
  /** What the request asks for. */
  readonly parameters: Parameters;
  /**
   * The single-use record that carried the parameters, such as a pushed request: the commit of the
   * approval spends it, and the approval becomes part of its grant. Core refuses one that is spent
   * already.
   */
  readonly consumes?: StoredRecord | undefined;
  /** A record whose grant the approval becomes part of; it must still be there at the commit. */
  readonly continues?: StoredRecord | undefined;
}

/**
 * An authorization request whose client and redirect URI are good: errors may be redirected.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
 */
export interface RedirectableRequest extends IncomingAuthorization {
  /**
   * Where the app's pages come back to: the authorization URL with this request in its query, as the
   * client sent it. Escape it in HTML.
   */
  readonly url: string;
  /**
   * What was posted to {@link RedirectableRequest.url}. Any site can post there: it is the user's
   * word only with a CSRF token of the session in it.
   */
  readonly form: Parameters | undefined;
  readonly redirectUri: string;
  /** Whether the request carried it; then the token request has to carry it again. */
  readonly redirectUriGiven: boolean;
  readonly state: string | undefined;
}

/** A valid authorization request. What the user is asked about is this and nothing else. */
export interface AuthorizationRequest extends RedirectableRequest {
  /** Empty for a request without a browser, such as a device's. */
  readonly responseType: string;
  readonly responseMode: string;
  readonly scope: readonly string[];
  /** What hooks found out about the request. */
  readonly info: JsonObject;
}

/** An authorization request that was approved. */
export interface ApprovedRequest extends AuthorizationRequest {
  readonly approval: Approval & { readonly scope: readonly string[] };
  readonly grantId: string;
}

/** What the user agreed to. A scope beyond the requested is refused with `invalid_scope`. */
export interface Approval {
  readonly subject: string;
  /** Narrower than requested if the user chose so. Default: all that was requested. */
  readonly scope?: readonly string[] | undefined;
  readonly audience?: readonly string[] | undefined;
  /** Kept with the grant (`auth_time`, `acr`, …). */
  readonly details?: JsonObject | undefined;
}

/** How the app decides on a request. Only `approve` gives the client anything. */
export type AuthorizationDecision =
  | { readonly approve: Approval }
  /** `true` is `access_denied`. */
  | { readonly deny: true | OAuthError }
  /** A page that has to come first (sign-in, consent); it comes back to the authorization URL. */
  | { readonly show: HttpResponse };

/**
 * The app's decision on a request; may be async. An OAuthError that it throws goes to the client,
 * anything else becomes `server_error`.
 */
export type Authorize = (request: AuthorizationRequest) => Awaitable<AuthorizationDecision>;

/** What a response type gives for an approval: a code, a token, both or nothing. */
export interface AuthorizationResult {
  /** A single-use code of this lifetime, with members for its record. */
  readonly code?: { readonly lifetime: Seconds; readonly data: JsonObject } | undefined;
  /** An access token, in the response itself. */
  readonly token?: Issuance | undefined;
}

/** One `response_type`. */
export interface ResponseType {
  /** The grant type a client must be registered for to use it, if any. */
  readonly grantType?: string | undefined;
  /** Default response mode. A type whose default is `fragment` is refused in modes that leak. */
  readonly responseMode: 'query' | 'fragment';
  /**
   * Checks the parameters it reads, before the user is asked.
   *
   * @throws OAuthError to refuse
   */
  validate?(request: AuthorizationRequest, server: ServerContext): Awaitable<void>;
  decide(
    request: AuthorizationRequest,
    approval: Approval,
    server: ServerContext,
  ): Awaitable<AuthorizationResult>;
}

/** One `response_mode`: how parameters get to the redirect URI. */
export interface ResponseMode {
  /** Whether tokens may travel this way: they must not get into logs and the Referer header. */
  readonly carriesTokens: boolean;
  respond(
    redirectUri: string,
    parameters: ReadonlyMap<string, string>,
    request: RedirectableRequest,
    server: ServerContext,
  ): Awaitable<HttpResponse>;
}

/**
 * Makes the page for a fault that must not be redirected. Code and description of the error are safe
 * to show, once escaped; its hint and cause are for the operator. Headers against caches, Referer and
 * frames are added.
 */
export type RenderErrorPage = (error: OAuthError, request: HttpRequest) => HttpResponse;

/** Weaker choices about redirect URIs, each by name. */
export interface RedirectUriPolicy {
  /** Allows http redirect URIs on hosts other than loopback. */
  readonly allowInsecureRedirects?: boolean | undefined;
  /** Private-use schemes without a dot, which RFC 8252 section 7.1 asks for: `["vscode"]`. */
  readonly allowRedirectSchemes?: readonly string[] | undefined;
}
