import { definePlugin, type Grant } from '@oauth/core';

/** What {@link hello} returns. */
export interface HelloPlugin {
  readonly name: string;
  readonly grants: { readonly 'urn:example:hello': Grant };
}

/**
 * A token for every client that asks: the smallest grant there is.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.5
 */
export function hello(): HelloPlugin {
  return definePlugin({
    name: '@oauth/grant-hello',
    grants: { 'urn:example:hello': { handle: (request) => ({ scope: request.scope() }) } },
  });
}
