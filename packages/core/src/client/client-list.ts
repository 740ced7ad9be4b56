import { sha256 } from '#crypto';
import type { Client, ClientRegistration, FindClient } from '../contract/client.js';
import type { Awaitable } from '../contract/types.js';
import { andThen } from '../lib/and-then.js';

/** Makes a look-up by id in a fixed list, with the secrets digested. */
export function createClientList(registrations: readonly ClientRegistration[]): FindClient {
  const clients = new Map(registrations.map((one) => [one.client_id, digestRegistration(one)]));
  return (clientId) => clients.get(clientId);
}

function digestRegistration(registration: ClientRegistration): Awaitable<Client> {
  const { client_secret: secret, ...client } = registration;
  if (secret === undefined) return client;
  return andThen(sha256(secret), (digest) => ({ ...client, client_secret_digest: digest }));
}
