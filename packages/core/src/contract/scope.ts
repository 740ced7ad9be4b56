import type { Client } from './client.js';

/** The scopes of a client that requests none. */
export type DefaultScope = readonly string[] | ((client: Client) => readonly string[]);

/** Which scopes a client may request, and which it gets when it requests none. */
export interface ScopePolicy {
  /** The scopes a client is registered for, as far as the server has them. */
  readonly getAllowedScopes: (client: Client) => ReadonlySet<string>;
  /**
   * The scopes a request asks for, checked against what its client is registered for. Without a
   * `scope` parameter: the server's default, else all that the client is registered for.
   *
   * @throws OAuthError `invalid_scope`
   */
  readonly resolve: (client: Client, requested: string | undefined) => readonly string[];
}
