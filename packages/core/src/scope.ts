import type { Client } from './client.js';
import { refused } from './errors.js';

/** One scope-token: printable ASCII without space, `"` and `\`. */
const token = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** Whether the text is one scope-token. */
export function isScopeToken(text: string): boolean {
  return token.test(text);
}

/**
 * Splits a `scope` parameter.
 *
 * @throws OAuthError `invalid_scope` for characters or spacing outside the grammar
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.3
 */
export function parseScope(text: string): readonly string[] {
  const scopes = text.split(' ');
  if (scopes.every(isScopeToken)) return [...new Set(scopes)];
  throw refused('invalid_scope', 'scope.malformed');
}

/** Texts of lists that many tokens share, so that each need not keep its own. */
const texts = new WeakMap<readonly string[], string>();

/** The scope list as the wire and the store carry it. */
export function formatScope(scope: readonly string[]): string {
  return texts.get(scope) ?? scope.join(' ');
}

/**
 * The requested scopes, if all of them are among the allowed.
 *
 * @throws OAuthError `invalid_scope`
 */
export function requireWithin(
  requested: readonly string[],
  allowed: readonly string[],
  reason: string,
): readonly string[] {
  const all = new Set(allowed);
  const beyond = requested.find((scope) => !all.has(scope))?.slice(0, 100);
  if (beyond === undefined) return requested;
  throw refused('invalid_scope', reason, {
    description: `The scope ${beyond} is not allowed.`,
    hint: `Add ${beyond} to the client's scope and to scopes.`,
  });
}

/** Which scopes a client gets when it asks for none. */
export type DefaultScope = readonly string[] | ((client: Client) => readonly string[]);

/** What a client may ask for, and what it gets when it asks for nothing. */
export interface ScopePolicy {
  /** What a client is registered for, as far as the server has it. */
  readonly allowed: (client: Client) => readonly string[];
  /**
   * The scopes a request asks for, held against what its client is registered for. Without a
   * `scope` parameter: the server's default, else all that the client is registered for.
   *
   * @throws OAuthError `invalid_scope`
   */
  readonly resolve: (client: Client, requested: string | undefined) => readonly string[];
}

/** The policy that a server's options set. */
export function scopePolicy({
  scopes,
  defaultScope,
}: {
  readonly scopes?: readonly string[] | undefined;
  readonly defaultScope?: DefaultScope | undefined;
}): ScopePolicy {
  const known = new WeakMap<Client, readonly string[]>();
  const allowed = (client: Client): readonly string[] => {
    let list = known.get(client);
    if (list === undefined) {
      const registered = [...new Set(client.scope?.split(' '))];
      list = scopes ? registered.filter((scope) => scopes.includes(scope)) : registered;
      texts.set(Object.freeze(list), list.join(' '));
      known.set(client, list);
    }
    return list;
  };
  return {
    allowed,
    resolve(client, requested) {
      const all = allowed(client);
      if (requested !== undefined)
        return requireWithin(parseScope(requested), all, 'scope.not_allowed');
      const wanted = typeof defaultScope === 'function' ? defaultScope(client) : defaultScope;
      return wanted?.filter((scope) => all.includes(scope)) ?? all;
    },
  };
}
