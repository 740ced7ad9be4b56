import type { HttpResponse, OAuthError, OAuthEvent, OnEvent } from '@oauth/core/plugin';
import { formatChallenge, type ChallengeParameters } from './challenge.js';
import type { AccessTokenInfo } from './types.js';

/** Why a request is denied access. */
export interface AccessFailure {
  /** `undefined` when the request presents no token. */
  readonly error?: OAuthError | undefined;
  /** Parameters of the challenge beside those of the error. */
  readonly challenge?: ChallengeParameters | undefined;
  /** What the token says, when it is valid but insufficient. */
  readonly auth?: AccessTokenInfo | undefined;
}

/** The stable reason code of a failure. */
export function getFailureReason({ error }: AccessFailure): string {
  return error?.reason ?? 'token.missing';
}

/**
 * The response to a request that is denied access. Without a token it has no error code, since the
 * client may not have known that it needs one.
 *
 * @param common parameters of every challenge
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 */
export function buildFailureResponse(
  { error, challenge }: AccessFailure,
  common: ChallengeParameters,
): HttpResponse {
  if (error === undefined) {
    const headers = { 'WWW-Authenticate': formatChallenge(common), 'Cache-Control': 'no-store' };
    return { status: 401, headers, body: '' };
  }
  // A challenge would send the client for another token, which fails as well.
  if (error.status >= 500) return error.toResponse();
  const { error: code, error_description } = error.toParameters();
  const parameters = { ...common, ...challenge, error: code, error_description };
  return error.toResponse({ 'WWW-Authenticate': formatChallenge(parameters) });
}

/** Tells the operator of a failure. */
export function emitFailure(
  failure: AccessFailure,
  timestampMs: number,
  onEvent: OnEvent | undefined,
): void {
  if (onEvent === undefined) return;
  const { error, auth } = failure;
  const { hint, cause, clientId = auth?.clientId } = error?.options ?? {};
  const isServerError = error !== undefined && error.status >= 500;
  void deliverEvent(onEvent, {
    type: isServerError ? 'request.failed' : 'request.refused',
    timestampMs,
    reason: getFailureReason(failure),
    error: error?.code,
    clientId,
    subject: auth?.subject,
    hint,
    cause,
  });
}

async function deliverEvent(onEvent: OnEvent, event: OAuthEvent): Promise<void> {
  try {
    await onEvent(event);
  } catch {
    // A listener that throws must neither open nor close the API.
  }
}
