import type { AccessTokenFormat, RefreshTokenPolicy } from './access-token-format.js';
import type { ResponseMode, ResponseType } from './authorization.js';
import type { ClientAuthentication } from './client-authentication.js';
import type { ClientRegistration, FindPluginClient } from './client.js';
import type { Endpoint, Middleware } from './endpoint.js';
import type { OnEvent } from './events.js';
import type { GrantHandler } from './grant.js';
import type { Hooks } from './hooks.js';
import type { ServerContext } from './server-context.js';
import type { ByName, JsonValue } from './types.js';

/** Notes a fault at `path` of the options unless the condition holds. */
export type Check = (holds: boolean, path: string, message: string) => void;

/** A plain object that adds to a server what it is keyed by. */
export interface Plugin {
  /** Names the plugin in errors and conflicts: the package's name. */
  readonly name: string;
  /** By `grant_type`. `defineGrant` adds the token endpoint that they need. */
  readonly grants?: ByName<GrantHandler> | undefined;
  /**
   * By `response_type`, its values in alphabetical order. `defineResponseType` adds the authorization
   * endpoint that they need.
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
  /** Names of request parameters that may come more than once (`resource`, `audience`). */
  readonly repeatableParameters?: readonly string[] | undefined;
  /**
   * Finds clients beside those of the server options: registered dynamically, or described at a URL.
   * It is asked for ids that the options and the plugins before do not have, so strangers choose
   * what it looks up: bound and cache what it does.
   */
  readonly findClient?: FindPluginClient | undefined;
  /** Checks a client's metadata by member, wherever the client is registered. */
  readonly checkClient?:
    ((client: ClientRegistration, server: ServerContext, check: Check) => void) | undefined;
  readonly hooks?: Hooks | undefined;
  /** Wraps the answering of requests; the first plugin's is the outermost. */
  readonly middleware?: Middleware | undefined;
  /** Gets every event, as the server option does. */
  readonly onEvent?: OnEvent | undefined;
  /** Checks, as the server is made, what the plugin needs of its options and its other plugins. */
  readonly check?: ((server: ServerContext, check: Check) => void) | undefined;
  /** Members for the metadata document (RFC 8414); they cannot replace core's. */
  readonly metadata?: ((server: ServerContext) => ByName<JsonValue>) | undefined;
}
