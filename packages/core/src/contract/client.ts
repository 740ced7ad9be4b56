import type { ServerContext } from './server-context.js';
import type { Awaitable } from './types.js';

/**
 * A registered client. Members carry the names and the defaults of RFC 7591 section 2; plugins may
 * add members by declaration merging.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7591#section-2
 */
export interface Client {
  readonly client_id: string;
  readonly client_name?: string | undefined;
  readonly client_uri?: string | undefined;
  readonly logo_uri?: string | undefined;
  readonly tos_uri?: string | undefined;
  readonly policy_uri?: string | undefined;
  readonly redirect_uris?: readonly string[] | undefined;
  /** Default: `client_secret_basic`. A public client has `none`. */
  readonly token_endpoint_auth_method?: string | undefined;
  /** Default: `["authorization_code"]`. */
  readonly grant_types?: readonly string[] | undefined;
  /** Default: `["code"]`. */
  readonly response_types?: readonly string[] | undefined;
  /** Scopes the client may request, space-separated. */
  readonly scope?: string | undefined;
  /** Origins whose pages may read the responses to this client, under the plugin `cors`. */
  readonly allowed_origins?: readonly string[] | undefined;
  /** {@link digestSecret} of the secret; several while a secret is being replaced. */
  readonly client_secret_digest?: string | readonly string[] | undefined;
}

/** A client as listed in the options, where its secret may stand in clear; core keeps the digest. */
export interface ClientRegistration extends Client {
  readonly client_secret?: string | undefined;
}

/** Finds a client by its id, in a database of the app's; `undefined` or `null` if there is none. */
export type FindClient = (clientId: string) => Awaitable<Client | null | undefined>;

/** Finds a client that the server options do not have. */
export type FindPluginClient = (
  clientId: string,
  server: ServerContext,
) => Awaitable<Client | null | undefined>;
