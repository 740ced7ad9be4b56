import type { Client } from '../client.js';
import type { OAuthError } from '../errors.js';
import type { HttpRequest, HttpResponse } from '../http.js';
import type { Parameters } from '../parameters.js';
import type { Issuance } from '../plugin.js';
import type { ServerContext } from '../server-context.js';
import type { Awaitable, JsonObject, Seconds } from '../types.js';

/**
 * An authorization request whose client and redirect URI are good: errors may be redirected.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
 */
export interface RedirectableRequest {
  readonly http: HttpRequest;
  /**
   * Where the app's pages come back to: the authorization URL with this request in its query. It
   * holds what the client sent: in HTML it stands escaped.
   */
  readonly url: string;
  readonly parameters: Parameters;
  /**
   * What was posted to {@link RedirectableRequest.url}. Any site can post there: it is the user's word
   * only with a CSRF token of the session in it.
   */
  readonly form: Parameters | undefined;
  /** Epoch seconds. */
  readonly now: number;
  readonly client: Client;
  readonly redirectUri: string;
  /** Whether the request carried it; then the token request has to carry it again. */
  readonly redirectUriGiven: boolean;
  readonly state: string | undefined;
}

/** A valid authorization request. What the user is asked about is this and nothing else. */
export interface AuthorizationRequest extends RedirectableRequest {
  readonly responseType: string;
  readonly responseMode: string;
  readonly scope: readonly string[];
  /** What hooks found out about the request. */
  readonly info: JsonObject;
}

/** What the user agreed to. A scope beyond the requested is refused with `invalid_scope`. */
export interface Approval {
  readonly subject: string;
  /** Narrower than requested if the user chose so; default: all that was requested. */
  readonly scope?: readonly string[] | undefined;
  readonly audience?: readonly string[] | undefined;
  /** Kept with the grant (`auth_time`, `acr`, …). */
  readonly details?: JsonObject | undefined;
}

/** What the app's `authorize` says of a request. Only `approve` gives the client anything. */
export type AuthorizationDecision =
  | { readonly approve: Approval }
  /** `true` is `access_denied`. */
  | { readonly deny: true | OAuthError }
  /** A page that has to come first (sign-in, consent); it comes back to the authorization URL. */
  | { readonly show: HttpResponse };

/**
 * The app's word on a request. An OAuthError that it throws goes back to the client as it is, anything
 * else as `server_error`.
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
  /** Whether tokens may travel this way: they must not get into logs and Referer. */
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
