import type { HttpResponse, OAuthError, OAuthEvent, OnEvent } from '@oauth/core/plugin';
import { bearerChallenge, type ChallengeParameters } from './challenge.js';
import type { AccessTokenInfo } from './types.js';

/** Why a request may not pass. */
export interface Refusal {
  /** `undefined` when there is no token. */
  readonly error?: OAuthError | undefined;
  /** What the challenge says beside the error. */
  readonly challenge?: ChallengeParameters | undefined;
  /** The token, when it is valid and not enough. */
  readonly auth?: AccessTokenInfo | undefined;
}

/** Stable code of a refusal. */
export function reasonOf({ error }: Refusal): string {
  return error?.reason ?? 'token.missing';
}

/**
 * Without a token there is no error code: the client may not have known that one is needed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 */
export function answer({ error, challenge }: Refusal, common: ChallengeParameters): HttpResponse {
  if (error === undefined) {
    const headers = { 'WWW-Authenticate': bearerChallenge(common), 'Cache-Control': 'no-store' };
    return { status: 401, headers, body: '' };
  }
  // Another token would not help.
  if (error.status >= 500) return error.toResponse();
  const { error: code, error_description } = error.toParameters();
  const parameters = { ...common, ...challenge, error: code, error_description };
  return error.toResponse({ 'WWW-Authenticate': bearerChallenge(parameters) });
}

/** A refusal as the operator hears of it. */
export function report(refusal: Refusal, timestampMs: number, onEvent: OnEvent | undefined): void {
  if (onEvent === undefined) return;
  const { error, auth } = refusal;
  const { hint, cause, clientId = auth?.clientId } = error?.options ?? {};
  const failed = error !== undefined && error.status >= 500;
  void deliver(onEvent, {
    type: failed ? 'request.failed' : 'request.refused',
    timestampMs,
    reason: reasonOf(refusal),
    error: error?.code,
    clientId,
    subject: auth?.subject,
    hint,
    cause,
  });
}

async function deliver(onEvent: OnEvent, event: OAuthEvent): Promise<void> {
  try {
    await onEvent(event);
  } catch {
    // A broken log must not open or close the API.
  }
}
