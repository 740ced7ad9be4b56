import type { Client } from '../contract/client.js';
import type { DefaultScope, ScopePolicy } from '../contract/scope.js';
import { assertScopeAllowed, parseScope, shareScope } from './scope.js';

/** What a client may request, worked out once for each client object. */
interface AllowedScopes {
  readonly set: ReadonlySet<string>;
  /** The same as a shared list: what a request without a `scope` parameter gets. */
  readonly all: readonly string[];
}

/** The scope policy of a server's options. Looking a client up is a constant cost. */
export function createScopePolicy({
  scopes,
  defaultScope,
}: {
  readonly scopes?: readonly string[] | undefined;
  readonly defaultScope?: DefaultScope | undefined;
}): ScopePolicy {
  const known = new WeakMap<Client, AllowedScopes>();
  const findAllowed = (client: Client): AllowedScopes => {
    const before = known.get(client);
    if (before !== undefined) return before;
    const registered = client.scope ? client.scope.split(' ') : [];
    const set = new Set(scopes ? registered.filter((one) => scopes.includes(one)) : registered);
    const allowed = { set, all: shareScope([...set]) };
    known.set(client, allowed);
    return allowed;
  };
  return {
    getAllowedScopes: (client) => findAllowed(client).set,
    resolve(client, requested) {
      const { set, all } = findAllowed(client);
      if (requested !== undefined) return assertScopeAllowed(parseScope(requested), set);
      const wanted = typeof defaultScope === 'function' ? defaultScope(client) : defaultScope;
      return wanted ? wanted.filter((scope) => set.has(scope)) : all;
    },
  };
}
