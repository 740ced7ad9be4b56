import type { OAuthEvent, OAuthEventType } from '@oauth/core';
import type { LogFormat } from '../config/config.js';
import { toLogEntry, toLoggedCause, type LogEntry } from './entry.js';
import { formatJsonLine, prettyFormat, type FormatEntry } from './format.js';

/** Takes log lines, as a process's standard error does. */
export interface LogStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

/** Writes events of the OAuth server, and of the process itself. */
export interface Log {
  readonly event: (event: OAuthEvent) => void;
  info(event: OAuthEventType, details: LogEntry['details']): void;
  warn(event: OAuthEventType, details: LogEntry['details']): void;
  error(event: OAuthEventType, cause: unknown): void;
}

/** Creates the log of a configuration. */
export function createLog(format: LogFormat, stream: LogStream, colour: boolean): Log {
  const formatEntry = selectFormat(format, stream, colour);
  const write = (entry: LogEntry): void => {
    if (formatEntry !== undefined) stream.write(formatEntry(entry));
  };
  return {
    event: (event) => write(toLogEntry(event)),
    info: (event, details) => write({ at: Date.now(), level: 'info', event, details }),
    warn: (event, details) => write({ at: Date.now(), level: 'warn', event, details }),
    error: (event, cause) =>
      write({ at: Date.now(), level: 'error', event, details: {}, cause: toLoggedCause(cause) }),
  };
}

function selectFormat(
  format: LogFormat,
  stream: LogStream,
  colour: boolean,
): FormatEntry | undefined {
  if (format === 'off') return undefined;
  const isPretty = format === 'pretty' || (format === 'auto' && stream.isTTY === true);
  return isPretty ? prettyFormat(colour) : formatJsonLine;
}
