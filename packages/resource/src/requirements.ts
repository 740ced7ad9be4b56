import { OAuthError } from '@oauth/core/plugin';
import type { Refusal } from './refusal.js';
import type { AccessTokenInfo, Requirements } from './types.js';

/** Holds a token against what the request needs; `undefined` when it is enough. */
export function shortfall(
  auth: AccessTokenInfo,
  needed: Requirements,
  now: number,
): Refusal | undefined {
  const { scopes = [] } = needed;
  if (!scopes.every((scope) => auth.scopes.includes(scope))) return { ...lacksScope(scopes), auth };
  return authenticationIsEnough(auth, needed, now) ? undefined : { ...needsStepUp(needed), auth };
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1 */
function lacksScope(scopes: readonly string[]): Refusal {
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
function needsStepUp({ acrValues, maxAge }: Requirements): Refusal {
  const error = new OAuthError('insufficient_user_authentication', {
    reason: 'token.authentication',
    description: 'The user has to authenticate again, or more strongly.',
    status: 401,
  });
  const challenge = { acr_values: acrValues?.join(' '), max_age: maxAge?.toString() };
  return { error, challenge };
}
