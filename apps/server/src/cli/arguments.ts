import { parseArgs } from 'node:util';

/** What the command line and the environment ask for. */
export type Command =
  | {
      readonly name: 'serve';
      readonly config?: string | undefined;
      readonly port?: number | undefined;
    }
  | { readonly name: 'help' }
  | { readonly name: 'digest-secret' | 'digest-password' };

/** Thrown for a command line that makes no sense; the message says what to write. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const usage = `Usage: npm start -- [--config FILE] [--port N]

  --config FILE    the configuration, a JSON file (CONFIG); without it, a demo
  --port N         the port to listen on (PORT); 0 picks a free one
  --help           this text

  digest-secret    reads a client's secret from standard input and prints its client_secret_digest
  digest-password  reads a user's password and prints its password_digest`;

/**
 * Reads the command line; options go before the environment.
 *
 * @throws UsageError
 */
export function readCommand(args: readonly string[], env: NodeJS.ProcessEnv): Command {
  const { values, positionals } = parse(args);
  if (values.help === true) return { name: 'help' };
  const [command, ...others] = positionals;
  if (command === 'digest-secret' || command === 'digest-password')
    if (others.length === 0) return { name: command };
  if (command !== undefined)
    throw new UsageError(`There is no command ${JSON.stringify(command)}.`);
  return {
    name: 'serve',
    config: values.config ?? variable(env['CONFIG']),
    port: readPort('--port', values.port) ?? readPort('PORT', variable(env['PORT'])),
  };
}

/** One that is set to nothing counts as not set. */
function variable(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

interface Parsed {
  readonly values: { readonly config?: string; readonly port?: string; readonly help?: boolean };
  readonly positionals: readonly string[];
}

function parse(args: readonly string[]): Parsed {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string', short: 'c' },
        port: { type: 'string', short: 'p' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (thrown) {
    throw new UsageError(
      thrown instanceof Error ? thrown.message.split('. ', 1)[0] : String(thrown),
    );
  }
}

function readPort(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw new UsageError(
    `${name} must be a whole number from 0 to 65535, not ${JSON.stringify(text)}.`,
  );
}
