import { isPromiseLike, OAuthError, type HttpRequest, type HttpResponse } from '@oauth/core/plugin';
import {
  buildFailureResponse,
  emitFailure,
  getFailureReason,
  type AccessFailure,
} from './access-failure.js';
import { checkRequirements } from './check-requirements.js';
import { checkResourceOptions, type ProtectedResourceOptions } from './options.js';
import { readAccessToken } from './read-access-token.js';
import { resourceMetadata, type ResourceMetadata } from './resource-metadata.js';
import type { AccessTokenInfo, Requirements } from './types.js';

/** What a request's token says, or the response to a request that is denied access. */
export type ValidationResult =
  | { readonly ok: true; readonly auth: AccessTokenInfo }
  | { readonly ok: false; readonly response: HttpResponse; readonly reason: string };

/** An API that access tokens protect. */
export interface ProtectedResource extends ResourceMetadata {
  /** Validates a request's access token. Never rejects: every failure is a response to send. */
  readonly validateProtectedResourceRequest: (
    request: HttpRequest,
    requirements?: Requirements,
  ) => Promise<ValidationResult>;
}

/**
 * The protected-resource side of an API.
 *
 * @throws ConfigurationError that lists every fault
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
export function protectedResource(options: ProtectedResourceOptions): ProtectedResource {
  checkResourceOptions(options);
  const { realm = options.resource, clock = Date.now, validate, onEvent } = options;
  const metadata = resourceMetadata(options);
  const commonChallenge = { realm, resource_metadata: metadata.url };
  const denyAccess = (failure: AccessFailure, nowMs: number): ValidationResult => {
    emitFailure(failure, nowMs, onEvent);
    const response = buildFailureResponse(failure, commonChallenge);
    return { ok: false, response, reason: getFailureReason(failure) };
  };
  return {
    ...metadata,
    validateProtectedResourceRequest: async (request, requirements = {}) => {
      const nowMs = clock();
      const now = Math.floor(nowMs / 1000);
      try {
        // Only promises are awaited: most values are there at once, and an await costs a microtask.
        const presented = readAccessToken(request, options);
        const token = isPromiseLike(presented) ? await presented : presented;
        if (token === undefined) return denyAccess({}, nowMs);
        const validated = validate(token, now);
        const info = isPromiseLike(validated) ? await validated : validated;
        const auth = assertUsable(info, options, now);
        const failure = checkRequirements(auth, requirements, now);
        return failure === undefined ? { ok: true, auth } : denyAccess(failure, nowMs);
      } catch (thrown) {
        const error = OAuthError.is(thrown) ? thrown : undeterminedToken(thrown);
        return denyAccess({ error }, nowMs);
      }
    },
  };
}

/** @throws OAuthError `invalid_token` for a token that is of no use at this API, whatever its scope */
function assertUsable(
  info: AccessTokenInfo | undefined,
  options: ProtectedResourceOptions,
  now: number,
): AccessTokenInfo {
  if (info === undefined || info.expiresAt <= now) throw invalidToken('token.invalid');
  if (!hasAudience(info, options)) throw invalidToken('token.audience', info);
  // RFC 7800: the token is bound to a key, and a bearer request does not prove possession of it.
  if (info.claims['cnf'] !== undefined) throw invalidToken('token.sender_constrained', info);
  return info;
}

function hasAudience(
  { audience }: AccessTokenInfo,
  { resource, audience: accepted = resource, allowMissingAudience }: ProtectedResourceOptions,
): boolean {
  if (audience.length === 0) return allowMissingAudience === true;
  return typeof accepted === 'string'
    ? audience.includes(accepted)
    : accepted.some((name) => audience.includes(name));
}

function invalidToken(reason: string, info?: AccessTokenInfo): OAuthError {
  return new OAuthError('invalid_token', {
    reason,
    description: 'The access token is invalid, expired, revoked or not for this API.',
    clientId: info?.clientId,
  });
}

function undeterminedToken(cause: unknown): OAuthError {
  return new OAuthError('temporarily_unavailable', {
    reason: 'token.undetermined',
    description: 'The API could not validate the access token; try again later.',
    cause,
  });
}
