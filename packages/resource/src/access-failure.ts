import {
  callListener,
  type HttpHeaders,
  type HttpResponse,
  type OAuthError,
  type OnEvent,
} from '@oauth/core/plugin';
import { type Challenge, type ChallengeParameters, formatChallenge } from './challenge.js';
import type { EventReasons } from './reasons.js';
import type { AccessTokenInfo } from './types.js';

/** Why a request is denied access. */
export interface AccessFailure {
  /** `undefined` when the request presents no token. */
  readonly error?: OAuthError | undefined;
  /** The scheme by which the token came, in lower case; its challenge has the error. */
  readonly scheme?: string | undefined;
  /** Parameters of the challenge beside those of the error. */
  readonly challenge?: ChallengeParameters | undefined;
  /** What the token says, when it is valid but insufficient. */
  readonly auth?: AccessTokenInfo | undefined;
  /** Headers of the proof of possession. */
  readonly headers?: HttpHeaders | undefined;
}

const missingToken: keyof EventReasons = 'token.missing';

/** The stable reason code of a failure. */
export function getFailureReason({ error }: AccessFailure): string {
  return error?.reason ?? missingToken;
}

/**
 * The response to a request that is denied access. Without a token it has no error code, since the
 * client may not have known that it needs one.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 */
export function buildFailureResponse(
  failure: AccessFailure,
  challenges: readonly Challenge[],
): HttpResponse {
  const { error, headers } = failure;
  // A challenge would send the client for another token, which fails as well.
  if (error !== undefined && error.status >= 500) return error.toResponse(headers);
  const [first = '', ...others] = challenges.map((challenge) =>
    formatChallenge(addError(challenge, failure)),
  );
  const challengeHeaders = {
    ...headers,
    'WWW-Authenticate': others.length === 0 ? first : [first, ...others],
  };
  if (error !== undefined) return error.toResponse(challengeHeaders);
  return { status: 401, headers: { ...challengeHeaders, 'Cache-Control': 'no-store' }, body: '' };
}

/** Adds the error to the challenge of the scheme by which the token came. */
function addError(challenge: Challenge, failure: AccessFailure): Challenge {
  const { error, scheme = 'bearer' } = failure;
  if (error === undefined || challenge.scheme.toLowerCase() !== scheme) return challenge;
  const { error: code, error_description } = error.toParameters();
  const parameters = {
    ...challenge.parameters,
    ...failure.challenge,
    error: code,
    error_description,
  };
  return { ...challenge, parameters };
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
  void callListener(onEvent, {
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
