import type { OAuthEvent } from '@oauth/core';

/** One line of the log. No member ever holds a token, code, secret, password or session id. */
export interface LogEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  /** Further members, written in this order. */
  readonly details: Readonly<Record<string, string | number | readonly string[]>>;
  readonly cause?: LoggedCause | undefined;
}

export interface LoggedCause {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
}

/** The most characters of a text from a request: longer texts could fill the disk. */
const maxTextLength = 300;
/** A stack begins with the error's message, which may quote a request. */
const maxStackLength = 4000;

/** Takes the members of an event that are known to be safe, and no others. */
export function toLogEntry(event: OAuthEvent): LogEntry {
  const { reason, hint, endpoint, clientId, subject, grantId, grantType, scope, error } = event;
  const safe = { reason, clientId, subject, endpoint, grantType, scope, grantId, error, hint };
  return {
    at: event.timestampMs,
    level: getLevel(event),
    event: event.type,
    details: Object.fromEntries(
      Object.entries(safe).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, typeof value === 'string' ? truncate(value) : value]],
      ),
    ),
    cause: event.cause === undefined ? undefined : toLoggedCause(event.cause),
  };
}

function getLevel(event: OAuthEvent): LogEntry['level'] {
  if (event.type === 'request.failed') return 'error';
  return event.error === undefined ? 'info' : 'warn';
}

/** Takes name, message and stack: drivers put parameters with secrets into other members. */
export function toLoggedCause(thrown: unknown): LoggedCause {
  if (!(thrown instanceof Error)) return { name: typeof thrown, message: 'no Error was thrown' };
  const { name, message, stack = message } = thrown;
  return { name, message: truncate(message), stack: truncate(stack, maxStackLength) };
}

function truncate(text: string, maxLength = maxTextLength): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}
