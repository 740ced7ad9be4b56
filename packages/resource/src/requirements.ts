import { OAuthError } from '@oauth/core';
import type { ChallengeParameters } from './challenge.js';
import type { AccessTokenInfo, Requirements } from './types.js';

/** Why a valid token is not enough, with what the challenge has to say. */
export interface Shortfall {
  readonly error: OAuthError;
  readonly challenge: ChallengeParameters;
}

/** Holds a token against what the request needs; `undefined` when it is enough. */
export function shortfall(
  token: AccessTokenInfo,
  needed: Requirements,
  now: number,
): Shortfall | undefined {
  const { scopes = [] } = needed;
  if (!scopes.every((scope) => token.scopes.includes(scope))) return lacksScope(scopes);
  return authenticationIsEnough(token, needed, now) ? undefined : needsStepUp(needed);
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1 */
function lacksScope(scopes: readonly string[]): Shortfall {
  const error = new OAuthError('insufficient_scope', {
    reason: 'token.scope',
    description: 'The access token lacks a scope that this request needs.',
  });
  return { error, challenge: { scope: scopes.join(' ') } };
}

function authenticationIsEnough(
  { claims }: AccessTokenInfo,
  { acrValues, maxAge }: Requirements,
  now: number,
): boolean {
  const { acr, auth_time: authTime } = claims;
  if (acrValues && !(typeof acr === 'string' && acrValues.includes(acr))) return false;
  return maxAge === undefined || (typeof authTime === 'number' && now - authTime <= maxAge);
}

/** @see https://www.rfc-editor.org/rfc/rfc9470#section-3 */
function needsStepUp({ acrValues, maxAge }: Requirements): Shortfall {
  const error = new OAuthError('insufficient_user_authentication', {
    reason: 'token.authentication',
    description: 'The user has to authenticate again, or more strongly.',
  });
  const challenge = { acr_values: acrValues?.join(' '), max_age: maxAge?.toString() };
  return { error, challenge };
}
