import type { ServerContext } from '../contract/server-context.js';
import { requestError } from './reasons.js';

/** An endpoint's path below the issuer's path `base`; empty for an endpoint that does not exist. */
export function resolveEndpointPath(
  { options, endpoints }: Pick<ServerContext, 'options' | 'endpoints'>,
  member: string,
  base: string,
): string {
  const path = options.paths?.[member] ?? endpoints.get(member)?.path ?? '';
  return typeof path === 'function' ? path(base) : base + path;
}

/** @throws OAuthError `temporarily_unavailable` while the option `isAvailable` returns `false` */
export function assertAvailable({ options }: ServerContext): void {
  if (options.isAvailable?.() === false) throw requestError('server.unavailable');
}
