import type { Client } from './client.js';
import type { OAuthEventDetails, OAuthEventType } from './events.js';
import type { HttpRequest } from './http.js';
import type { ServerOptions } from './options.js';
import type { Parameters, DuplicateParameters } from './parameters.js';
import type { Hooks, Issuance, IssuingRequest, Plugin } from './plugin.js';
import type { Registry } from './registry.js';
import type { ScopePolicy } from './scope.js';
import type { Store } from './store.js';
import type { Tokens } from './tokens.js';
import type { Awaitable, Seconds } from './types.js';

/** What a server is made of, as endpoints see it. */
export interface ServerContext extends Registry {
  readonly issuer: string;
  readonly options: ServerOptions;
  readonly plugins: readonly Plugin[];
  readonly hooks: readonly Hooks[];
  readonly store: Store;
  readonly scopes: ScopePolicy;
  readonly tokens: Tokens;
  readonly accessTokenLifetime: (request: IssuingRequest, issuance: Issuance) => Seconds;
  /** Absolute URL of a registered endpoint. */
  readonly endpointUrl: (member: string) => string;
  /** Epoch seconds. */
  readonly now: () => number;
  readonly findClient: (clientId: string) => Awaitable<Client | undefined>;
  /** Query or form text as parameters, within the server's bounds. */
  readonly parse: (text: string) => Parameters;
  /**
   * The posted form, within the server's bounds.
   *
   * @throws OAuthError `invalid_request`
   */
  readonly readForm: (request: HttpRequest, repeats?: DuplicateParameters) => Awaitable<Parameters>;
  readonly emit: (type: OAuthEventType, details: OAuthEventDetails) => void;
}
