import { OAuthError, type HttpRequest, type HttpResponse } from '@oauth/core';
import { readBearer } from './bearer.js';
import { bearerChallenge, type ChallengeParameters } from './challenge.js';
import { resourceMetadata, type ResourceMetadata } from './metadata.js';
import { checkOptions, type ProtectedResourceOptions } from './options.js';
import { shortfall } from './requirements.js';
import type { AccessTokenInfo, Requirements } from './types.js';

/** Whether a request may pass, and what to answer if not. */
export type Verdict =
  | { readonly ok: true; readonly auth: AccessTokenInfo }
  | { readonly ok: false; readonly response: HttpResponse; readonly reason: string };

/** An API that takes access tokens. */
export interface ProtectedResource extends ResourceMetadata {
  /** Checks a request's access token. Never rejects: what goes wrong is the response to send. */
  readonly validateProtectedResourceRequest: (
    request: HttpRequest,
    requirements?: Requirements,
  ) => Promise<Verdict>;
}

/**
 * Makes the protected-resource side of an API.
 *
 * @throws ConfigurationError that lists every fault
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
export function protectedResource(options: ProtectedResourceOptions): ProtectedResource {
  checkOptions(options);
  const metadata = resourceMetadata(options);
  const common = { realm: options.realm ?? options.resource, resource_metadata: metadata.url };
  const now = options.now ?? Date.now;
  return {
    ...metadata,
    async validateProtectedResourceRequest(request, requirements = {}) {
      try {
        const seconds = Math.floor(now() / 1000);
        const auth = await authenticate(request, options, seconds);
        if (auth === undefined) return bare(common);
        const short = shortfall(auth, requirements, seconds);
        return short ? refused(short.error, { ...common, ...short.challenge }) : { ok: true, auth };
      } catch (thrown) {
        const error = OAuthError.is(thrown) ? thrown : undetermined(thrown);
        report(options, error, now());
        return refused(error, common);
      }
    },
  };
}

async function authenticate(
  request: HttpRequest,
  options: ProtectedResourceOptions,
  now: number,
): Promise<AccessTokenInfo | undefined> {
  const token = await readBearer(request, options.bearerIn ?? {});
  if (token === undefined) return undefined;
  const info = await options.validate(token, now);
  if (info === undefined || info.expiresAt <= now) throw invalid('token.invalid');
  if (!isFor(info, options)) throw invalid('token.audience');
  // It is bound to a key (RFC 9449, RFC 8705) of which a bearer proves nothing.
  if (info.claims['cnf'] !== undefined) throw invalid('token.sender_constrained');
  return info;
}

function isFor(
  { audience }: AccessTokenInfo,
  { resource, audience: own = resource, acceptWithoutAudience }: ProtectedResourceOptions,
): boolean {
  if (audience.length === 0) return acceptWithoutAudience === true;
  return typeof own === 'string'
    ? audience.includes(own)
    : own.some((one) => audience.includes(one));
}

/** No token, no error code: the client may not have known that one is needed. */
function bare(common: ChallengeParameters): Verdict {
  const headers = { 'WWW-Authenticate': bearerChallenge(common), 'Cache-Control': 'no-store' };
  return { ok: false, response: { status: 401, headers, body: '' }, reason: 'token.missing' };
}

function refused(error: OAuthError, parameters: ChallengeParameters): Verdict {
  const { error: code, error_description } = error.members();
  const challenge = bearerChallenge({ ...parameters, error: code, error_description });
  const response = error.toResponse(
    error.status < 500 ? { 'WWW-Authenticate': challenge } : undefined,
  );
  return { ok: false, response, reason: error.reason };
}

function report(options: ProtectedResourceOptions, error: OAuthError, at: number): void {
  const type = error.status >= 500 ? 'request.failed' : 'request.refused';
  const { reason, cause } = error.options;
  void notify(options, { type, at, reason, cause, error: error.code });
}

async function notify(
  { onEvent }: ProtectedResourceOptions,
  event: Parameters<NonNullable<ProtectedResourceOptions['onEvent']>>[0],
): Promise<void> {
  try {
    await onEvent?.(event);
  } catch {
    // A broken log must not open or close the API.
  }
}

function invalid(reason: string): OAuthError {
  return new OAuthError('invalid_token', {
    reason,
    description: 'The access token is invalid, expired, revoked or not for this API.',
  });
}

function undetermined(cause: unknown): OAuthError {
  return new OAuthError('temporarily_unavailable', {
    reason: 'token.undetermined',
    description: 'The access token could not be checked.',
    cause,
  });
}
