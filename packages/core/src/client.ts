import { sha256 } from '#crypto';
import { andThen } from './after.js';
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
  /** Default: `client_secret_basic`. A public client says `none`. */
  readonly token_endpoint_auth_method?: string | undefined;
  /** Default: `["authorization_code"]`. */
  readonly grant_types?: readonly string[] | undefined;
  /** Default: `["code"]`. */
  readonly response_types?: readonly string[] | undefined;
  /** Scopes the client may ask for, space-separated. */
  readonly scope?: string | undefined;
  /** Origins whose pages may read what this client is answered, under `@oauth/core/cors`. */
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

/**
 * What to store of a client secret, as `client_secret_digest`: SHA-256, base64url. Right for
 * generated secrets of 128 bits or more; for ones that people chose, use the option `verifySecret`.
 */
export function digestSecret(secret: string): Awaitable<string> {
  return sha256(secret);
}

/** The grant types that a client is registered for. */
export function getGrantTypes(client: Client): readonly string[] {
  return client.grant_types ?? ['authorization_code'];
}

/** The method by which a client authenticates. */
export function getAuthenticationMethod(client: Client): string {
  return client.token_endpoint_auth_method ?? 'client_secret_basic';
}

/** Whether a client has no means to prove who it is. */
export function isPublicClient(client: Client): boolean {
  return getAuthenticationMethod(client) === 'none';
}

/** A look-up by id in a fixed list, with the secrets digested. */
export function clientList(registrations: readonly ClientRegistration[]): FindClient {
  const clients = new Map(registrations.map((one) => [one.client_id, withoutSecret(one)]));
  return (clientId) => clients.get(clientId);
}

function withoutSecret(registration: ClientRegistration): Awaitable<Client> {
  const { client_secret: secret, ...client } = registration;
  if (secret === undefined) return client;
  return andThen(sha256(secret), (digest) => ({ ...client, client_secret_digest: digest }));
}
