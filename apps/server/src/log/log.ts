import type { OAuthEvent } from '@oauth/core';
import type { LogFormat } from '../config/config.js';
import { eventEntry, loggedCause, type LogEntry } from './entry.js';
import { jsonLine, prettyLine, type Format } from './format.js';

/** Where log lines go. */
export interface LogTarget {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

/** Takes what happens, a line each. */
export interface Log {
  readonly event: (event: OAuthEvent) => void;
  /** Something about the process itself, such as its start; a warning if it has a hint. */
  say(event: string, details?: LogEntry['details']): void;
  failure(event: string, cause: unknown): void;
}

/** Makes the log that the configuration asks for. */
export function createLog(format: LogFormat, target: LogTarget, colour: boolean): Log {
  const style = styleOf(format, target, colour);
  const write = (entry: LogEntry): void => {
    if (style !== undefined) target.write(style(entry));
  };
  return {
    event: (event) => write(eventEntry(event)),
    say: (event, details = {}) =>
      write({
        at: Date.now(),
        level: details['hint'] === undefined ? 'info' : 'warn',
        event,
        details,
      }),
    failure: (event, cause) =>
      write({ at: Date.now(), level: 'error', event, details: {}, cause: loggedCause(cause) }),
  };
}

function styleOf(format: LogFormat, target: LogTarget, colour: boolean): Format | undefined {
  if (format === 'off') return undefined;
  const pretty = format === 'pretty' || (format === 'auto' && target.isTTY === true);
  return pretty ? prettyLine(colour) : jsonLine;
}
