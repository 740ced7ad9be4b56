import type { ResponseMode, ResponseType } from './authorization/types.js';
import type { Client } from './client.js';
import type { ClientAuthentication } from './client-authentication.js';
import type { OAuthEventDetails, OAuthEventType } from './events.js';
import type { HttpRequest } from './http.js';
import type { ServerOptions } from './options.js';
import type { Parameters, Repeats } from './parameters.js';
import type {
  AccessTokenFormat,
  Endpoint,
  Grant,
  Hooks,
  IssuingRequest,
  Issuance,
  Plugin,
  RefreshTokenPolicy,
} from './plugin.js';
import type { ScopePolicy } from './scope.js';
import type { Store } from './store.js';
import type { Tokens } from './tokens.js';
import type { Awaitable, Seconds } from './types.js';

/** What a server is made of, as endpoints see it. */
export interface ServerContext {
  readonly issuer: string;
  readonly options: ServerOptions;
  readonly plugins: readonly Plugin[];
  readonly grants: ReadonlyMap<string, Grant>;
  readonly responseTypes: ReadonlyMap<string, ResponseType>;
  readonly responseModes: ReadonlyMap<string, ResponseMode>;
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly clientAuthentication: ReadonlyMap<string, ClientAuthentication>;
  readonly accessTokenFormat: AccessTokenFormat;
  readonly refreshTokens: RefreshTokenPolicy | undefined;
  readonly hooks: readonly Hooks[];
  readonly store: Store;
  readonly scopes: ScopePolicy;
  readonly tokens: Tokens;
  readonly accessTokenLifetime: (request: IssuingRequest, issuance: Issuance) => Seconds;
  /** Absolute URL of a registered endpoint. */
  endpointUrl(member: string): string;
  /** Epoch seconds. */
  now(): number;
  findClient(clientId: string): Awaitable<Client | undefined>;
  /** Query or form text as parameters, within the server's bounds. */
  parse(text: string): Parameters;
  /**
   * The posted form, within the server's bounds.
   *
   * @throws OAuthError `invalid_request`
   */
  readForm(request: HttpRequest, repeats?: Repeats): Awaitable<Parameters>;
  emit(type: OAuthEventType, details: OAuthEventDetails): void;
}
