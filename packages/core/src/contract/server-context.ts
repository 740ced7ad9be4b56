import type { AccessTokenFormat, RandomSource, RefreshTokenPolicy } from './access-token-format.js';
import type { ResponseMode, ResponseType } from './authorization.js';
import type { ClientAuthentication } from './client-authentication.js';
import type { Client } from './client.js';
import type { Endpoint } from './endpoint.js';
import type { OAuthEventDetails, OAuthEventType } from './events.js';
import type { GrantHandler, Issuance } from './grant.js';
import type { RegisteredHooks } from './hooks.js';
import type { HttpRequest } from './http.js';
import type { DuplicateParameters, Parameters } from './parameters.js';
import type { Plugin } from './plugin.js';
import type { IssuingRequest } from './requests.js';
import type { ScopePolicy } from './scope.js';
import type { ServerOptions } from './server-options.js';
import type { Store } from './store.js';
import type { Awaitable, Seconds } from './types.js';

/** All that plugins registered, merged. */
export interface Registry {
  readonly grants: ReadonlyMap<string, GrantHandler>;
  readonly responseTypes: ReadonlyMap<string, ResponseType>;
  readonly responseModes: ReadonlyMap<string, ResponseMode>;
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly clientAuthentication: ReadonlyMap<string, ClientAuthentication>;
  /** Opaque tokens, unless a plugin has a format. */
  readonly accessTokenFormat: AccessTokenFormat;
  readonly refreshTokens: RefreshTokenPolicy | undefined;
  readonly hooks: RegisteredHooks;
}

/** A server as plugins see it. */
export interface ServerContext extends Registry {
  readonly issuer: string;
  readonly options: ServerOptions;
  readonly plugins: readonly Plugin[];
  readonly store: Store;
  readonly scopes: ScopePolicy;
  readonly random: RandomSource;
  readonly accessTokenLifetime: (request: IssuingRequest, issuance: Issuance) => Seconds;
  /** Names of the form parameters that carry client credentials. */
  readonly credentialParameters: ReadonlySet<string>;
  /** Absolute URL of a registered endpoint. */
  readonly endpointUrl: (member: string) => string;
  /** Epoch seconds. */
  readonly now: () => number;
  /** The clients that the options list; empty where they have a function. */
  readonly listedClients: readonly Client[];
  /** Whether clients may be found beside the listed ones: by a function or by a plugin. */
  readonly hasUnlistedClients: boolean;
  readonly findClient: (clientId: string) => Awaitable<Client | undefined>;
  /**
   * Query or form text as parameters, within the server's bounds.
   *
   * @throws OAuthError `invalid_request`
   */
  readonly parseParameters: (text: string, duplicates?: DuplicateParameters) => Parameters;
  /**
   * The posted form, within the server's bounds.
   *
   * @throws OAuthError `invalid_request`
   */
  readonly readForm: (
    request: HttpRequest,
    duplicates?: DuplicateParameters,
  ) => Awaitable<Parameters>;
  readonly emit: (type: OAuthEventType, details: OAuthEventDetails) => void;
}
