import type { TokenClaimsSource } from '../contract/hooks.js';
import type { ServerContext } from '../contract/server-context.js';
import type { Awaitable, JsonObject, JsonValue } from '../contract/types.js';
import { andThen } from '../lib/and-then.js';
import { isJsonObject } from '../lib/json.js';
import { runHooks } from '../lib/run-hooks.js';

/**
 * What resource servers are told of a token beside its record: `sub`, the members of the grant's
 * details that stand for how the user signed in and whose token it is, and what the hook
 * `tokenClaims` adds. `undefined` where there is nothing to tell.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-2.2.1
 */
export function collectTokenClaims(
  server: ServerContext,
  source: TokenClaimsSource,
): Awaitable<JsonObject | undefined> {
  const { subject, details } = source;
  const { tokenClaims } = server.hooks;
  if (details === undefined && tokenClaims.length === 0) return undefined;
  const claims = { sub: subject, ...propagatedClaims(details) };
  if (tokenClaims.length === 0) return claims;
  return andThen(runHooks(tokenClaims, claims, source, server), (changed) =>
    keepBindings(changed, claims),
  );
}

/** A hook may add to `cnf`; one that forgets to build on what it gets must not unbind the token. */
function keepBindings(changed: JsonObject, { act, cnf }: JsonObject): JsonObject {
  const bindings = isJsonObject(cnf) ? { cnf: { ...toObject(changed['cnf']), ...cnf } } : undefined;
  return { ...changed, ...(act === undefined ? undefined : { act }), ...bindings };
}

function toObject(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/**
 * The members of a grant's `details` that resource servers need: how the user signed in, who acts for
 * the user (without `act` the token would seem to be used by the user), and the key that the token is
 * bound to (without `cnf` a thief could use it).
 *
 * @see https://www.rfc-editor.org/rfc/rfc9470#section-6
 * @see https://www.rfc-editor.org/rfc/rfc8693#section-4.1
 * @see https://www.rfc-editor.org/rfc/rfc7800#section-3
 */
function propagatedClaims(details: JsonObject = {}): JsonObject {
  const { auth_time, acr, amr, act, cnf } = details;
  const all = Object.entries({ auth_time, acr, amr, act, cnf });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}
