import type { Check } from '../contract/plugin.js';
import type { ServerOptions } from '../contract/server-options.js';
import { isLoopbackHost } from '../lib/loopback.js';

/** Notes origins that browsers never send, or that are not safe. */
export function checkOrigins(
  path: string,
  origins: readonly string[],
  options: ServerOptions,
  check: Check,
): void {
  const rule = 'must be an origin such as https://app.example';
  origins.forEach((origin, index) =>
    check(isSafeOrigin(origin, options), `${path}[${index}]`, rule),
  );
}

/** Whether an origin is written as browsers do: https, http on loopback, or an app's own scheme. */
export function isSafeOrigin(origin: string, { allowInsecureIssuer }: ServerOptions): boolean {
  if (origin.includes('*')) return false;
  if (!/^https?:/.test(origin)) return /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#]+$/.test(origin);
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) return false;
  const { protocol, host } = new URL(origin);
  return protocol === 'https:' || allowInsecureIssuer === true || isLoopbackHost(host);
}
