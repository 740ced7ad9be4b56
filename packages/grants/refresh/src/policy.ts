import {
  getGrantTypes,
  OAuthError,
  type Check,
  type Client,
  type RefreshTokenPolicy,
  type Seconds,
  type StoredRecord,
} from '@oauth/core';
import type { RefreshOptions } from './refresh.js';

const day = 86_400;

const rule = 'must be a positive integer, in seconds';

/** Who gets refresh tokens, and how long they live. */
export function refreshPolicy(options: RefreshOptions): RefreshTokenPolicy {
  return ({ client, now }, { consumes, continues, scope }) => {
    if (!getGrantTypes(client).includes('refresh_token')) return undefined;
    // The client goes on with the one it has.
    if (continues?.kind === 'refresh_token') return undefined;
    const before = consumes?.kind === 'refresh_token' ? consumes : undefined;
    const until = untilOf(before) ?? now + seconds(options.absoluteLifetime, client, 180 * day);
    const expiresAt = idleExpiry(options, client, now, until);
    if (before === undefined) return { expiresAt, data: { scope: scope.join(' '), until } };
    // A refresh may narrow the access token, or a hook change it; the grant keeps what was granted.
    const { scope: granted, audience, details } = before.data;
    return { expiresAt, data: { scope: granted, audience, details, until } };
  };
}

/** When a refresh token used or issued now expires, in epoch seconds. */
export function idleExpiry(
  { idleLifetime }: RefreshOptions,
  client: Client,
  now: number,
  until: number,
): number {
  return Math.min(now + seconds(idleLifetime, client, 30 * day), until);
}

/** When the grant ends for good, in epoch seconds. */
export function untilOf(record: StoredRecord | undefined): number | undefined {
  const until = record?.data['until'];
  return typeof until === 'number' ? until : undefined;
}

function seconds(
  option: RefreshOptions['idleLifetime'],
  client: Client,
  otherwise: Seconds,
): Seconds {
  const lifetime = typeof option === 'function' ? option(client) : (option ?? otherwise);
  if (isLifetime(lifetime)) return lifetime;
  throw new OAuthError('server_error', {
    reason: 'refresh_token.lifetime',
    hint: `idleLifetime and absoluteLifetime ${rule}`,
  });
}

function isLifetime(value: Seconds): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

/** Notes what is wrong with the options. */
export function checkOptions(options: RefreshOptions, check: Check): void {
  for (const name of ['idleLifetime', 'absoluteLifetime'] as const) {
    const value = options[name] ?? day;
    const good = typeof value === 'function' || isLifetime(value);
    check(good, `refresh.${name}`, rule);
  }
  const { gracePeriod = 0 } = options;
  const good = gracePeriod === 0 || isLifetime(gracePeriod);
  check(good, 'refresh.gracePeriod', `${rule}, or 0`);
}
