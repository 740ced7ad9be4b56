import { defineGrant, type GrantHandler, type GrantPlugin } from '@oauth/core/plugin';
import { checkRefreshOptions, createRefreshTokenPolicy } from './lifetimes.js';
import type { RefreshOptions } from './options.js';
import { refreshTokenGrant } from './refresh-token-grant.js';

/** What {@link refresh} returns. */
export type RefreshPlugin = GrantPlugin<{
  readonly name: string;
  readonly grants: { readonly refresh_token: GrantHandler };
}>;

/**
 * The refresh token grant: rotation with reuse detection, and retries that are forgiven.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
 */
export function refresh(options: RefreshOptions = {}): RefreshPlugin {
  return defineGrant({
    name: '@oauth/grant-refresh',
    grants: {
      refresh_token: {
        clients: 'any',
        handle: (request, server) => refreshTokenGrant(request, server, options),
      },
    },
    refreshTokens: createRefreshTokenPolicy(options),
    check: (_server, check) => checkRefreshOptions(options, check),
  });
}
