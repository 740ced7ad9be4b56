import type { Client } from './client.js';
import type { FormRequest } from './requests.js';
import type { ServerContext } from './server-context.js';
import type { Awaitable } from './types.js';

/** Credentials that a request presents; nothing about them is verified yet. */
export interface PresentedCredentials {
  readonly clientId: string;
  /**
   * Verifies the credentials. An unknown client is `undefined` and refused whatever this returns:
   * spend the same time on it, so that the time does not tell which clients exist.
   */
  verify(client: Client | undefined): Awaitable<boolean>;
}

/** A method of client authentication, registered by its `token_endpoint_auth_method`. */
export interface ClientAuthentication {
  /** Reads the credentials of this method, without costly work; `undefined` if there are none. */
  read(request: FormRequest, server: ServerContext): PresentedCredentials | undefined;
  /**
   * Counts only when no other method matches, as `none` does. Of several fallbacks that match for
   * one client, the one that the client is registered for counts.
   */
  readonly fallback?: boolean | undefined;
  /**
   * Names of the form parameters that carry the credentials. They may differ between a request and
   * its retry, as an assertion does.
   */
  readonly parameters?: readonly string[] | undefined;
}

/** Verifies a secret that core does not hold, for example with argon2. */
export type VerifySecret = (secret: string, client: Client | undefined) => Awaitable<boolean>;
