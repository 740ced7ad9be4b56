import type {
  ApprovedRequest,
  AuthorizationDecision,
  AuthorizationRequest,
  IncomingAuthorization,
  RedirectableRequest,
} from './authorization.js';
import type { Issuance } from './grant.js';
import type { IssuingRequest, TokenRequest } from './requests.js';
import type { ServerContext } from './server-context.js';
import type { StoredRecord } from './store.js';
import type { Awaitable, ByName, JsonObject } from './types.js';

/** The grant that token claims are about. */
export interface TokenClaimsSource {
  readonly clientId: string;
  readonly subject: string | undefined;
  readonly details: JsonObject | undefined;
}

/**
 * Steps that plugins join in, in plugin order. A hook gets a value and returns it, changed or not;
 * nothing leaves it as it is. Build on what you get: hooks before yours may have changed it.
 * Throwing an OAuthError refuses. Hooks may be async; one that has nothing to wait for should not
 * be, since an `async` hook costs a request about 1 µs.
 */
export interface Hooks {
  /**
   * The parameters of an authorization request, before anything but its client is looked at. Returns
   * the request with those that they stand for, as a pushed or signed request does; they must name
   * the same client.
   */
  readonly readAuthorization?:
    | ((
        request: IncomingAuthorization,
        server: ServerContext,
      ) => Awaitable<IncomingAuthorization | undefined>)
    | undefined;
  /**
   * Client and redirect URI are good, nothing else is looked at yet. What it returns joins `info` of
   * the request.
   */
  readonly onAuthorizationRequest?:
    | ((request: RedirectableRequest, server: ServerContext) => Awaitable<JsonObject | undefined>)
    | undefined;
  /**
   * All else about the request is valid, before the app is asked. What it returns joins `info` of the
   * request.
   */
  readonly beforeAuthorize?:
    | ((request: AuthorizationRequest, server: ServerContext) => Awaitable<JsonObject | undefined>)
    | undefined;
  /** How the app decided on a request, before that is carried out. */
  readonly onDecision?:
    | ((
        decision: AuthorizationDecision,
        request: AuthorizationRequest,
        server: ServerContext,
      ) => Awaitable<AuthorizationDecision | undefined>)
    | undefined;
  /** The parameters of an approved authorization response, with what was approved. */
  readonly beforeRedirect?:
    | ((
        parameters: ByName<string>,
        request: ApprovedRequest,
        server: ServerContext,
      ) => Awaitable<ByName<string> | undefined>)
    | undefined;
  /** The client may use the grant, and the grant has not decided yet. */
  readonly onTokenRequest?:
    | ((request: TokenRequest, server: ServerContext) => Awaitable<TokenRequest | undefined>)
    | undefined;
  /**
   * The live record of a code or token that a token request presents, before its grant sees it: also
   * of one that is spent. Throwing refuses and spends nothing.
   */
  readonly onTokenPresented?:
    | ((
        record: StoredRecord,
        request: TokenRequest,
        server: ServerContext,
      ) => Awaitable<StoredRecord | undefined>)
    | undefined;
  /** What was authorized, before tokens are made from it. What it consumes stays as decided. */
  readonly beforeIssue?:
    | ((
        issuance: Issuance,
        request: IssuingRequest,
        server: ServerContext,
      ) => Awaitable<Issuance | undefined>)
    | undefined;
  /** The body of the token response, before it is kept for retries and sent. */
  readonly beforeTokenResponse?:
    | ((
        body: JsonObject,
        issuance: Issuance,
        request: IssuingRequest,
        server: ServerContext,
      ) => Awaitable<JsonObject | undefined>)
    | undefined;
  /**
   * What resource servers are told of a token, the same in JWTs and introspection: `sub`, and members
   * of the grant's details.
   */
  readonly tokenClaims?:
    | ((
        claims: JsonObject,
        source: TokenClaimsSource,
        server: ServerContext,
      ) => Awaitable<JsonObject | undefined>)
    | undefined;
}

/** The hooks of a server's plugins, by name and in plugin order. */
export type RegisteredHooks = {
  readonly [Name in keyof Hooks]-?: readonly NonNullable<Hooks[Name]>[];
};
