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

/** Texts of lists that requests share, so that each token need not keep one of its own. */
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
export function assertScopeAllowed(
  requested: readonly string[],
  allowed: ReadonlySet<string>,
  reason: string,
): readonly string[] {
  const beyond = requested.find((scope) => !allowed.has(scope))?.slice(0, 100);
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
  readonly allowed: (client: Client) => ReadonlySet<string>;
  /**
   * The scopes a request asks for, held against what its client is registered for. Without a
   * `scope` parameter: the server's default, else all that the client is registered for.
   *
   * @throws OAuthError `invalid_scope`
   */
  readonly resolve: (client: Client, requested: string | undefined) => readonly string[];
}

/** What a client may ask for, worked out once. */
interface Allowed extends Set<string> {
  /** The same as a list, once a request has been given all of it. */
  all?: readonly string[];
}

/** The policy that a server's options set. */
export function scopePolicy({
  scopes,
  defaultScope,
}: {
  readonly scopes?: readonly string[] | undefined;
  readonly defaultScope?: DefaultScope | undefined;
}): ScopePolicy {
  const known = new WeakMap<Client, Allowed>();
  const allowed = (client: Client): Allowed => {
    let set = known.get(client);
    if (set === undefined) {
      const registered = client.scope ? client.scope.split(' ') : [];
      set = new Set(scopes ? registered.filter((scope) => scopes.includes(scope)) : registered);
      known.set(client, set);
    }
    return set;
  };
  return {
    allowed,
    resolve(client, requested) {
      const set = allowed(client);
      if (requested !== undefined)
        return assertScopeAllowed(parseScope(requested), set, 'scope.not_allowed');
      const wanted = typeof defaultScope === 'function' ? defaultScope(client) : defaultScope;
      return wanted ? wanted.filter((scope) => set.has(scope)) : (set.all ??= shared([...set]));
    },
  };
}

/** A list that nobody can change for others. */
function shared(list: readonly string[]): readonly string[] {
  texts.set(Object.freeze(list), formatScope(list));
  return list;
}
