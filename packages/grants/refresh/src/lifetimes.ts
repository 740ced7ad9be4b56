import {
  checkOptionNames,
  getGrantTypes,
  type Check,
  type Client,
  type OptionNames,
  type RefreshTokenPolicy,
  type Seconds,
  type StoredRecord,
} from '@oauth/core/plugin';
import type { RefreshOptions } from './options.js';
import { refreshError } from './reasons.js';

const day = 86_400;

/** Which clients get refresh tokens, and how long these live. */
export function createRefreshTokenPolicy(options: RefreshOptions): RefreshTokenPolicy {
  return ({ client, now }, { consumes, continues, scope }) => {
    if (!getGrantTypes(client).includes('refresh_token')) return undefined;
    // Without rotation the client keeps the refresh token that it has.
    if (continues?.kind === 'refresh_token') return undefined;
    const spent = consumes?.kind === 'refresh_token' ? consumes : undefined;
    const until =
      readGrantEnd(spent) ?? now + computeLifetime(options.absoluteLifetime, client, 180 * day);
    const expiresAt = computeIdleExpiry(options, client, now, until);
    if (spent === undefined) return { expiresAt, data: { scope: scope.join(' '), until } };
    // A hook may change what the access token has; the grant keeps what was granted.
    const { scope: granted, audience, details } = spent.data;
    return { expiresAt, data: { scope: granted, audience, details, until } };
  };
}

/** When a refresh token that is used or issued now expires, in epoch seconds. */
export function computeIdleExpiry(
  { idleLifetime }: RefreshOptions,
  client: Client,
  now: number,
  until: number,
): number {
  return Math.min(now + computeLifetime(idleLifetime, client, 30 * day), until);
}

/** When the grant ends for good, in epoch seconds. */
export function readGrantEnd(record: StoredRecord | undefined): number | undefined {
  const until = record?.data['until'];
  return typeof until === 'number' ? until : undefined;
}

function computeLifetime(
  option: RefreshOptions['idleLifetime'],
  client: Client,
  byDefault: Seconds,
): Seconds {
  const lifetime = typeof option === 'function' ? option(client) : (option ?? byDefault);
  if (isLifetime(lifetime)) return lifetime;
  throw refreshError('refresh_token.lifetime');
}

function isLifetime(value: Seconds): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

const refreshOptionNames: OptionNames<RefreshOptions> = {
  idleLifetime: true,
  absoluteLifetime: true,
  gracePeriod: true,
  rotate: true,
  canContinue: true,
};

/** Notes misspelt options, and times that cannot be used. */
export function checkRefreshOptions(options: RefreshOptions, check: Check): void {
  checkOptionNames(options, refreshOptionNames, check, 'refresh.');
  const rule = 'must be a positive integer, in seconds';
  for (const name of ['idleLifetime', 'absoluteLifetime'] as const) {
    const value = options[name] ?? day;
    check(typeof value === 'function' || isLifetime(value), `refresh.${name}`, rule);
  }
  const { gracePeriod = 0 } = options;
  const isGood = gracePeriod === 0 || isLifetime(gracePeriod);
  check(isGood, 'refresh.gracePeriod', `${rule}, or 0`);
}
