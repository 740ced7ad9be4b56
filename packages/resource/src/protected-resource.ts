import { type HttpRequest, type HttpResponse, isPromiseLike, OAuthError } from '@oauth/core/plugin';
import { readBearer } from './bearer.js';
import { resourceMetadata, type ResourceMetadata } from './metadata.js';
import { checkOptions, type ProtectedResourceOptions } from './options.js';
import { answer, reasonOf, report, type Refusal } from './refusal.js';
import { shortfall } from './requirements.js';
import type { AccessTokenInfo, Requirements } from './types.js';

/** Whether a request may pass, and what to answer if not. */
export type ValidationResult =
  | { readonly ok: true; readonly auth: AccessTokenInfo }
  | { readonly ok: false; readonly response: HttpResponse; readonly reason: string };

/** An API that takes access tokens. */
export interface ProtectedResource extends ResourceMetadata {
  /** Checks a request's access token. Never rejects: what goes wrong is the response to send. */
  readonly validateProtectedResourceRequest: (
    request: HttpRequest,
    requirements?: Requirements,
  ) => Promise<ValidationResult>;
}

/**
 * Makes the protected-resource side of an API.
 *
 * @throws ConfigurationError that lists every fault
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
export function protectedResource(options: ProtectedResourceOptions): ProtectedResource {
  checkOptions(options);
  const { realm = options.resource, clock = Date.now, bearerIn = {}, validate, onEvent } = options;
  const metadata = resourceMetadata(options);
  const common = { realm, resource_metadata: metadata.url };
  const refuse = (refusal: Refusal, at: number): ValidationResult => {
    report(refusal, at, onEvent);
    return { ok: false, response: answer(refusal, common), reason: reasonOf(refusal) };
  };
  return {
    ...metadata,
    validateProtectedResourceRequest: async (request, requirements = {}) => {
      const at = clock();
      const seconds = Math.floor(at / 1000);
      try {
        // Most are there at once, and what is there need not be waited for.
        const presented = readBearer(request, bearerIn);
        const token = isPromiseLike(presented) ? await presented : presented;
        if (token === undefined) return refuse({}, at);
        const found = validate(token, seconds);
        const auth = accept(isPromiseLike(found) ? await found : found, options, seconds);
        const refusal = shortfall(auth, requirements, seconds);
        return refusal === undefined ? { ok: true, auth } : refuse(refusal, at);
      } catch (thrown) {
        return refuse({ error: OAuthError.is(thrown) ? thrown : undetermined(thrown) }, at);
      }
    },
  };
}

/** @throws OAuthError `invalid_token` for one that opens nothing here, whatever its scope */
function accept(
  auth: AccessTokenInfo | undefined,
  options: ProtectedResourceOptions,
  now: number,
): AccessTokenInfo {
  if (auth === undefined || auth.expiresAt <= now) throw invalid('token.invalid');
  if (!isFor(auth, options)) throw invalid('token.audience', auth);
  // It is bound to a key (RFC 9449, RFC 8705) of which a bearer proves nothing.
  if (auth.claims['cnf'] !== undefined) throw invalid('token.sender_constrained', auth);
  return auth;
}

function isFor(
  { audience }: AccessTokenInfo,
  { resource, audience: own = resource, allowMissingAudience }: ProtectedResourceOptions,
): boolean {
  if (audience.length === 0) return allowMissingAudience === true;
  return typeof own === 'string'
    ? audience.includes(own)
    : own.some((one) => audience.includes(one));
}

function invalid(reason: string, auth?: AccessTokenInfo): OAuthError {
  return new OAuthError('invalid_token', {
    reason,
    description: 'The access token is invalid, expired, revoked or not for this API.',
    clientId: auth?.clientId,
  });
}

function undetermined(cause: unknown): OAuthError {
  return new OAuthError('temporarily_unavailable', {
    reason: 'token.undetermined',
    description: 'The access token could not be checked.',
    cause,
  });
}
