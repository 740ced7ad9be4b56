import { sha256 } from '#crypto';
import type { Client } from '../contract/client.js';
import type { Awaitable } from '../contract/types.js';

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

/** Whether a client has no credentials to authenticate with. */
export function isPublicClient(client: Client): boolean {
  return getAuthenticationMethod(client) === 'none';
}
