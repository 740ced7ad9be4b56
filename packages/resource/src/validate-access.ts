import { type HttpHeaders, type HttpRequest, isPromiseLike, OAuthError } from '@oauth/core/plugin';
import type { AccessFailure } from './access-failure.js';
import { checkRequirements } from './check-requirements.js';
import type { ProtectedResourceOptions } from './options.js';
import {
  assertWellFormed,
  type PresentedToken,
  readAccessToken,
  type TokenPlaces,
} from './read-access-token.js';
import { accessError } from './reasons.js';
import type { AccessTokenInfo, Requirements } from './types.js';
import { type SenderPolicy, verifySender } from './verify-sender.js';

/** What an API requires of every request. */
export interface AccessPolicy
  extends
    TokenPlaces,
    SenderPolicy,
    Pick<ProtectedResourceOptions, 'resource' | 'audience' | 'allowMissingAudience' | 'validate'> {}

/** What a request may do: it has access, or it is denied access. */
export type AccessDecision =
  | { readonly auth: AccessTokenInfo; readonly headers: HttpHeaders | undefined }
  | { readonly failure: AccessFailure };

/** Decides whether a request has access, at a time in epoch seconds. Never rejects. */
export async function validateAccess(
  request: HttpRequest,
  requirements: Requirements,
  policy: AccessPolicy,
  now: number,
): Promise<AccessDecision> {
  let scheme: string | undefined;
  try {
    // Only promises are awaited: most values are there at once, and an await costs a microtask.
    const reading = readAccessToken(request, policy);
    const presented = isPromiseLike(reading) ? await reading : reading;
    if (presented === undefined) return { failure: {} };
    scheme = presented.scheme;
    assertWellFormed(presented);
    const validation = policy.validate(presented.token, now);
    const info = isPromiseLike(validation) ? await validation : validation;
    const auth = assertUsable(info, policy, now);
    const headers = isBearerToken(auth, presented)
      ? undefined
      : await verifySender(request, presented, auth, { ...policy, now });
    const failure = checkRequirements(auth, requirements, now);
    return failure ? { failure: { ...failure, scheme, headers } } : { auth, headers };
  } catch (thrown) {
    const error = OAuthError.is(thrown)
      ? thrown
      : accessError('token.undetermined', { cause: thrown });
    return { failure: { error, scheme } };
  }
}

/** @throws OAuthError `invalid_token` for a token that is of no use at this API, whatever its scope */
function assertUsable(
  info: AccessTokenInfo | undefined,
  policy: AccessPolicy,
  now: number,
): AccessTokenInfo {
  if (info === undefined || info.expiresAt <= now) throw accessError('token.invalid');
  if (!hasAudience(info, policy)) throw accessError('token.audience', { clientId: info.clientId });
  return info;
}

function hasAudience(
  { audience }: AccessTokenInfo,
  { resource, audience: accepted = resource, allowMissingAudience }: AccessPolicy,
): boolean {
  if (audience.length === 0) return allowMissingAudience === true;
  return typeof accepted === 'string'
    ? audience.includes(accepted)
    : accepted.some((name) => audience.includes(name));
}

/** Whether the token is bound to no key, by its type as well, and presented as such. */
function isBearerToken(
  { claims, tokenType }: AccessTokenInfo,
  { scheme }: PresentedToken,
): boolean {
  return claims['cnf'] === undefined && tokenType === undefined && scheme === 'bearer';
}
