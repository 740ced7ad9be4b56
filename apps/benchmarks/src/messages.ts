/**
 * The protocol between the harness and a server process. The harness of one git revision speaks it
 * with the server processes of another (`--against`), so it is stable: a message may be added, and
 * none that is here may change its meaning, lose a member or be renamed.
 *
 * Stable with it are the names of the entries (`serve.js`, `in-process.js`, `jwt.js`), their
 * arguments, the lines that the last two print (`src/in-process/output.ts`), and the names, requests
 * and clients of the scenarios and their servers.
 */

/** What the harness asks of a server process. */
export type Command =
  | { readonly do: 'prepare'; readonly count: number; readonly preparedFile: string }
  | { readonly do: 'cpu' };

/** What a server process says. */
export type Report =
  | { readonly is: 'listening'; readonly port: number }
  | { readonly is: 'prepared' }
  | { readonly is: 'cpu'; readonly microseconds: number }
  | { readonly is: 'failed'; readonly reason: string };

/** The member of a message that is an object. */
function member(message: unknown, name: string): unknown {
  if (typeof message !== 'object' || message === null) return undefined;
  return new Map<string, unknown>(Object.entries(message)).get(name);
}

/** A command as it came through the channel between the processes. */
export function asCommand(message: unknown): Command | undefined {
  const count = member(message, 'count');
  const preparedFile = member(message, 'preparedFile');
  const name = member(message, 'do');
  if (name === 'cpu') return { do: name };
  if (name !== 'prepare' || typeof count !== 'number') return undefined;
  return typeof preparedFile === 'string' ? { do: name, count, preparedFile } : undefined;
}

/** A report as it came through the channel between the processes. */
export function asReport(message: unknown): Report | undefined {
  const is = member(message, 'is');
  const port = member(message, 'port');
  const microseconds = member(message, 'microseconds');
  const reason = member(message, 'reason');
  if (is === 'listening' && typeof port === 'number') return { is, port };
  if (is === 'prepared') return { is };
  if (is === 'cpu' && typeof microseconds === 'number') return { is, microseconds };
  return is === 'failed' && typeof reason === 'string' ? { is, reason } : undefined;
}
