import type { AccessFailure } from './access-failure.js';
import { accessError } from './reasons.js';
import type { AccessTokenInfo, Requirements } from './types.js';

/** The first requirement that a valid token does not meet, as the failure to answer with. */
export function checkRequirements(
  auth: AccessTokenInfo,
  requirements: Requirements,
  now: number,
): AccessFailure | undefined {
  const { scopes = [] } = requirements;
  if (!scopes.every((scope) => auth.scopes.includes(scope)))
    return { ...insufficientScope(scopes), auth };
  if (meetsAuthentication(auth, requirements, now)) return undefined;
  return { ...insufficientAuthentication(requirements), auth };
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1 */
function insufficientScope(scopes: readonly string[]): AccessFailure {
  return { error: accessError('token.scope'), challenge: { scope: scopes.join(' ') } };
}

function meetsAuthentication(
  { claims }: AccessTokenInfo,
  { acrValues, maxAge }: Requirements,
  now: number,
): boolean {
  const { acr, auth_time: authTime } = claims;
  if (acrValues && !(typeof acr === 'string' && acrValues.includes(acr))) return false;
  return maxAge === undefined || (typeof authTime === 'number' && now - authTime <= maxAge);
}

/** @see https://www.rfc-editor.org/rfc/rfc9470#section-3 */
function insufficientAuthentication({ acrValues, maxAge }: Requirements): AccessFailure {
  const challenge = { acr_values: acrValues?.join(' '), max_age: maxAge?.toString() };
  return { error: accessError('token.authentication'), challenge };
}
