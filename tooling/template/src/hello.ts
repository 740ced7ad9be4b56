import type { GrantHandler } from '@oauth/core';
import { defineGrant, type GrantPlugin } from '@oauth/core/plugin';

/** What {@link hello} returns. */
export type HelloPlugin = GrantPlugin<{
  readonly name: string;
  readonly grants: { readonly 'urn:example:hello': GrantHandler };
}>;

/**
 * Issues a token to every client that may use the grant.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.5
 */
export function hello(): HelloPlugin {
  return defineGrant({
    name: '@oauth/grant-hello',
    grants: { 'urn:example:hello': { handle: (request) => ({ scope: request.scope() }) } },
  });
}
