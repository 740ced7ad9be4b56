import type {
  AuthorizationRequest,
  RedirectableRequest,
  ResponseMode,
  ResponseType,
} from './authorization/types.js';
import type { Client } from './client.js';
import type { ClientAuthentication } from './client-authentication.js';
import type { OAuthError } from './errors.js';
import type { OnEvent } from './events.js';
import type { HttpRequest, HttpResponse } from './http.js';
import type { Parameters } from './parameters.js';
import type { ServerContext } from './server-context.js';
import type { RecordData, StoredRecord } from './store.js';
import type { Awaitable, JsonObject, JsonValue, ByName } from './types.js';

/** A form that was posted to an endpoint. */
export interface FormRequest {
  readonly http: HttpRequest;
  readonly parameters: Parameters;
}

/** A form whose sender has proved to be this client. */
export interface ClientRequest extends FormRequest {
  readonly client: Client;
  /** Epoch seconds. */
  readonly now: number;
}

/** A request that tokens are issued for. */
export interface IssuingRequest extends ClientRequest {
  /** Its `grant_type`; `implicit` where the authorization endpoint issues. */
  readonly grantType: string;
}

/** What a grant gets to decide on. The client is authenticated and may use the grant. */
export interface TokenRequest extends IssuingRequest {
  /**
   * The scopes asked for, held against the client's registration and the server's policy. Copy the
   * list to change it: requests may share it, and then it is frozen.
   *
   * @throws OAuthError `invalid_scope`
   */
  readonly scope: () => readonly string[];
  /** The live record of a code or token that the client presents, spent or not. */
  readonly find: (token: string, kind: string) => Awaitable<StoredRecord | undefined>;
}

/** What opaque tokens are made of, instead of fresh random text. */
export interface TokenSeeds {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** What was authorized. Core turns it into tokens, records and a response. */
export interface Issuance {
  /** The user, if one is behind the grant. */
  readonly subject?: string | undefined;
  readonly scope: readonly string[];
  /** Resource servers the access token is for. */
  readonly audience?: readonly string[] | undefined;
  /**
   * Epoch seconds when the access token ends at the latest: when the assertion or the token does
   * that it is given for.
   */
  readonly expiresAt?: number | undefined;
  /** The single-use record it spends, in the same commit that stores the tokens. */
  readonly consumes?: StoredRecord | undefined;
  /** The record it builds on without spending it: it must still be there when the tokens are stored. */
  readonly continues?: StoredRecord | undefined;
  /** What the spent record keeps of the response, for a grant that answers repeated requests. */
  readonly rememberResponse?: ((body: JsonObject) => Awaitable<string>) | undefined;
  /**
   * For a grant that answers repeated requests by making the tokens again: as hard to guess as 256
   * random bits, and other ones each time. Custom generators and formats do not look at them. A
   * function, so that whoever logs an issuance logs no tokens.
   */
  readonly tokenSeeds?: (() => TokenSeeds) | undefined;
  /** A refresh token may go with it, if the server and the client do refresh. */
  readonly refreshable?: boolean | undefined;
  /** Kept with the grant, for extensions. */
  readonly details?: JsonObject | undefined;
  /** Members to add to the response; they cannot replace core's. */
  readonly response?: JsonObject | undefined;
}

/** A refusal that leaves a trace in the store. One that does not is simply thrown. */
export interface Refusal {
  readonly refuse: OAuthError;
  /** Spend this record although nothing is issued for it. */
  readonly consumes?: StoredRecord | undefined;
  /** Revoke everything of this grant. */
  readonly revokes?: string | undefined;
}

/** The answer to a repeated request: what it was when the record was spent. */
export interface Repetition {
  readonly repeats: StoredRecord;
  readonly response: JsonObject;
}

/** What a grant decides. */
export type Decision = Issuance | Refusal | Repetition;

/** One `grant_type`. */
export interface GrantHandler {
  /** Public clients may use it too only where this says `any`. Default: `confidential`. */
  readonly clients?: 'confidential' | 'any' | undefined;
  /**
   * Decides; may run again when another request changed what it had read.
   *
   * @throws OAuthError to refuse
   */
  handle(request: TokenRequest, server: ServerContext): Awaitable<Decision>;
}

/** A request on its way through an endpoint. */
export interface EndpointContext {
  readonly request: HttpRequest;
  /** Metadata member of the endpoint. */
  readonly endpoint: string;
  /** Set once the client has proved who it is. */
  client?: Client;
}

/** One endpoint, registered by its metadata member (`introspection_endpoint`). */
export interface Endpoint {
  /**
   * Below the issuer's path, or made from that path for locations that begin at the root, as
   * well-known ones do. The server option `paths` can replace it.
   */
  readonly path: string | ((issuerPath: string) => string);
  /** Who may read answers in a browser, once there is a CORS policy: anybody, or listed origins. */
  readonly cors?: 'anybody' | 'listed' | undefined;
  /** Other methods are answered with 405. */
  readonly methods: readonly string[];
  /** What it throws is answered as a JSON error. */
  handle(
    request: HttpRequest,
    server: ServerContext,
    call: EndpointContext,
  ): Awaitable<HttpResponse>;
}

/** What an access token is made for. */
export interface AccessTokenInput {
  readonly request: IssuingRequest;
  readonly issuance: Issuance;
  /** The token's record id has to begin with it. */
  readonly grantId: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** A token's text and the id of its record. */
export interface CreatedToken {
  readonly token: string;
  /** Begins with the grant's id and must not tell the token. */
  readonly id: string;
}

/** What access tokens look like. Opaque random text is core's default. */
export interface AccessTokenFormat {
  readonly create: (issue: AccessTokenInput, server: ServerContext) => Awaitable<CreatedToken>;
  /** The record id of a token of this format, `undefined` for any other text. */
  readonly locate: (token: string, server: ServerContext) => Awaitable<string | undefined>;
}

/**
 * Whether a refresh token goes with an issuance that allows one, and how long it lives. A server
 * without such a policy issues none.
 */
export type RefreshTokenPolicy = (
  request: IssuingRequest,
  issuance: Issuance,
  server: ServerContext,
) => { readonly expiresAt: number; readonly data: Partial<RecordData> } | undefined;

/** Steps that plugins may join in, called in plugin order. Throwing an OAuthError refuses. */
export interface Hooks {
  /**
   * After client and redirect URI are known to be good, before anything else is looked at. What it
   * returns joins `info` of the request.
   */
  readonly onAuthorizationRequest?:
    | ((request: RedirectableRequest, server: ServerContext) => Awaitable<JsonObject | undefined>)
    | undefined;
  /** When all else about the request is valid, before the user is asked; returns the same. */
  readonly beforeAuthorize?:
    | ((request: AuthorizationRequest, server: ServerContext) => Awaitable<JsonObject | undefined>)
    | undefined;
  /** The parameters of an approved authorization response; returns them, changed or not. */
  readonly beforeRedirect?:
    | ((
        parameters: ByName<string>,
        request: AuthorizationRequest,
        server: ServerContext,
      ) => Awaitable<ByName<string>>)
    | undefined;
  /** When the client may use the grant, before the grant decides. */
  readonly onTokenRequest?:
    ((request: TokenRequest, server: ServerContext) => Awaitable<void>) | undefined;
  /** What was authorized, before tokens are made of it; returns it, changed or not. */
  readonly beforeIssue?:
    | ((issuance: Issuance, request: IssuingRequest, server: ServerContext) => Awaitable<Issuance>)
    | undefined;
  /** The body of the token response before it is stored for repeats and sent. */
  readonly beforeTokenResponse?:
    | ((
        body: JsonObject,
        issuance: Issuance,
        request: IssuingRequest,
        server: ServerContext,
      ) => Awaitable<JsonObject>)
    | undefined;
}

/** Answers a request to an endpoint, mostly by calling `next`, which never rejects. */
export type Middleware = (
  call: EndpointContext,
  server: ServerContext,
  next: () => Promise<HttpResponse>,
) => Promise<HttpResponse>;

/** Notes a fault at `path` of the options unless the condition holds. */
export type Check = (holds: boolean, path: string, message: string) => void;

/** A plain object that adds to a server what it is keyed by. */
export interface Plugin {
  /** Says in errors and conflicts who it is: the package's name. */
  readonly name: string;
  /** By `grant_type`. `defineGrant` of `@oauth/core/grant` adds the token endpoint that they need. */
  readonly grants?: ByName<GrantHandler> | undefined;
  /**
   * By `response_type`, its values in alphabetical order. They need `authorizationParts` of
   * `@oauth/core/authorization`.
   */
  readonly responseTypes?: ByName<ResponseType> | undefined;
  /** By `response_mode`. */
  readonly responseModes?: ByName<ResponseMode> | undefined;
  /** By metadata member; a key that does not end with `_endpoint` or `_uri` is served, not listed. */
  readonly endpoints?: ByName<Endpoint> | undefined;
  /** By `token_endpoint_auth_method`. */
  readonly clientAuthentication?: ByName<ClientAuthentication> | undefined;
  /** Only one plugin of a server can have one. */
  readonly accessTokenFormat?: AccessTokenFormat | undefined;
  /** Only one plugin of a server can have one. */
  readonly refreshTokens?: RefreshTokenPolicy | undefined;
  readonly hooks?: Hooks | undefined;
  /** Wraps the answering of requests; the first plugin's is the outermost. */
  readonly middleware?: Middleware | undefined;
  /** Hears of every decision, as the server option does. */
  readonly onEvent?: OnEvent | undefined;
  /** Checks, as the server is made, what the plugin needs of its options and its other plugins. */
  readonly check?: ((server: ServerContext, check: Check) => void) | undefined;
  /** Members for the metadata document (RFC 8414); they cannot replace core's. */
  readonly metadata?: ((server: ServerContext) => ByName<JsonValue>) | undefined;
}

/** Types a plugin exactly, so that the server's types know its keys. */
export function definePlugin<const P extends Plugin>(plugin: P & Plugin): P {
  return plugin;
}
