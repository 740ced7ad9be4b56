import type { OAuthEvent } from '@oauth/core';

/** One line of the log. No member ever holds a token, code, secret, password or session id. */
export interface LogEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  /** What else is known, in the order it is written. */
  readonly details: Readonly<Record<string, string | number | readonly string[]>>;
  readonly cause?: LoggedCause | undefined;
}

export interface LoggedCause {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
}

/** Longest text that a request can bring into the log. */
const maxText = 300;
/** A stack begins with the whole message, which may quote what was sent. */
const maxStack = 4000;

/** An event as it is logged: the members that are known to be safe, and no others. */
export function eventEntry(event: OAuthEvent): LogEntry {
  const { reason, hint, endpoint, clientId, subject, grantId, grantType, scope, error } = event;
  const known = { reason, clientId, subject, endpoint, grantType, scope, grantId, error, hint };
  return {
    at: event.timestampMs,
    level: levelOf(event),
    event: event.type,
    details: Object.fromEntries(
      Object.entries(known).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, typeof value === 'string' ? cut(value) : value]],
      ),
    ),
    cause: event.cause === undefined ? undefined : loggedCause(event.cause),
  };
}

function levelOf(event: OAuthEvent): LogEntry['level'] {
  if (event.type === 'request.failed') return 'error';
  return event.error === undefined ? 'info' : 'warn';
}

/** What was thrown, without the members that drivers hang on their errors. */
export function loggedCause(thrown: unknown): LoggedCause {
  if (!(thrown instanceof Error)) return { name: typeof thrown, message: 'no Error was thrown' };
  const { name, message, stack = message } = thrown;
  return { name, message: cut(message), stack: cut(stack, maxStack) };
}

function cut(text: string, most = maxText): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
