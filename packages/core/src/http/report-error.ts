import type { Client } from '../contract/client.js';
import { OAuthError } from '../contract/errors.js';
import type { OAuthEventType } from '../contract/events.js';
import type { ServerContext } from '../contract/server-context.js';
import { requestError } from './reasons.js';

/** Any thrown value as the error that is answered; an unknown one becomes `server_error`. */
export function toOAuthError(thrown: unknown): OAuthError {
  if (OAuthError.is(thrown)) return thrown;
  return requestError('server.unexpected', { cause: thrown });
}

/** Emits the event of an error that is answered. */
export function reportError(
  server: ServerContext,
  { endpoint, client }: Readonly<{ endpoint: string; client?: Client | undefined }>,
  error: OAuthError,
  type: OAuthEventType = error.status >= 500 ? 'request.failed' : 'request.refused',
): void {
  const { reason, hint, cause, clientId = client?.client_id } = error.options;
  server.emit(type, { endpoint, reason, hint, cause, clientId, error: error.code });
}
