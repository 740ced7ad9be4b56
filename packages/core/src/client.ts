import { sha256 } from '#crypto';
import type { ConfigurationFault } from './errors.js';
import { isScopeToken } from './scope.js';
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
  /** {@link digestSecret} of the secret; several while a secret is being replaced. */
  readonly client_secret_digest?: string | readonly string[] | undefined;
}

/** A client as listed in the options, where its secret may stand in clear; core keeps the digest. */
export interface ClientRegistration extends Client {
  readonly client_secret?: string | undefined;
}

/** Finds a client by its id, in a database of the app's. */
export type FindClient = (clientId: string) => Awaitable<Client | undefined>;

/**
 * What to store of a client secret, as `client_secret_digest`: SHA-256, base64url. Right for
 * generated secrets of 128 bits or more; for ones that people chose, use the option `verifySecret`.
 */
export function digestSecret(secret: string): Awaitable<string> {
  return sha256(secret);
}

/** The grant types that a client is registered for. */
export function grantTypesOf(client: Client): readonly string[] {
  return client.grant_types ?? ['authorization_code'];
}

/** The method by which a client authenticates. */
export function authenticationMethodOf(client: Client): string {
  return client.token_endpoint_auth_method ?? 'client_secret_basic';
}

/** Whether a client has no means to prove who it is. */
export function isPublic(client: Client): boolean {
  return authenticationMethodOf(client) === 'none';
}

/** A look-up by id in a fixed list, with the secrets digested. */
export function clientList(registrations: readonly ClientRegistration[]): FindClient {
  const clients = new Map<string, Awaitable<Client>>();
  for (const registration of registrations) {
    const client = withoutSecret(registration);
    clients.set(registration.client_id, client);
    if (client instanceof Promise)
      void client.then((done) => clients.set(registration.client_id, done));
  }
  return (clientId) => clients.get(clientId);
}

function withoutSecret(registration: ClientRegistration): Awaitable<Client> {
  const { client_secret: secret, ...client } = registration;
  if (secret === undefined) return client;
  const digest = sha256(secret);
  return typeof digest === 'string'
    ? { ...client, client_secret_digest: digest }
    : digest.then((done) => ({ ...client, client_secret_digest: done }));
}

/** What is wrong with a listed client. */
export function clientFaults(
  client: ClientRegistration,
  path: string,
  known: { grantTypes: readonly string[]; methods: readonly string[]; secretsElsewhere: boolean },
): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  const fault = (member: string, message: string): void => {
    faults.push({ path: `${path}.${member}`, message });
  };
  const method = authenticationMethodOf(client);
  const hasSecret = (client.client_secret ?? client.client_secret_digest) !== undefined;
  if (client.client_id === '') fault('client_id', 'must not be empty');
  if (/[^\x20-\x7e]/.test(client.client_id)) fault('client_id', 'must be printable ASCII');
  if (!known.methods.includes(method))
    fault('token_endpoint_auth_method', `"${method}" is not one of ${known.methods.join(', ')}`);
  if (method.startsWith('client_secret_') && !hasSecret && !known.secretsElsewhere)
    fault('client_secret', 'is missing; for a public client set token_endpoint_auth_method "none"');
  if (method === 'none' && hasSecret)
    fault('client_secret', 'must go: a client with token_endpoint_auth_method "none" has none');
  if (client.client_secret === '') fault('client_secret', 'must not be empty');
  for (const scope of client.scope?.split(' ') ?? [])
    if (!isScopeToken(scope))
      fault('scope', 'must be scope-tokens with single spaces between them');
  for (const grantType of client.grant_types ?? [])
    if (!known.grantTypes.includes(grantType))
      fault('grant_types', `no plugin offers "${grantType}"`);
  return faults;
}
