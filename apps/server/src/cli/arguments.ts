import { parseArgs } from 'node:util';

/** Which configuration, and what goes before what it says. */
export interface Target {
  readonly config?: string | undefined;
  readonly port?: number | undefined;
  /** A store URL. */
  readonly store?: string | undefined;
}

const userActions = ['add', 'password', 'disable', 'enable', 'remove', 'list'] as const;

/** What can be done with the users that are in the store. */
export type UserAction = (typeof userActions)[number];

/** What the command line and the environment ask for. */
export type Command =
  | (Target & { readonly name: 'serve' | 'migrate' | 'schema' })
  | (Target & {
      readonly name: 'user';
      readonly action: UserAction;
      /** Empty for a list. */
      readonly username: string;
      readonly fullName?: string | undefined;
    })
  | { readonly name: 'help' }
  | { readonly name: 'digest-secret' | 'digest-password' };

/** Thrown for a command line that makes no sense; the message says what to write. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const usage = `Usage: npm start -- [--config FILE] [--port N] [--store URL]
       node apps/server/dist/main.js COMMAND [--config FILE] [--store URL]

  --config FILE    the configuration, a JSON file (CONFIG); without it, a demo
  --port N         the port to listen on (PORT); 0 picks a free one
  --store URL      where everything is kept (STORE), instead of what the configuration says
  --help           this text

  migrate          adds to the database what the server needs, and changes nothing else
  schema           prints the SQL, for those who run their own migrations

  user list                      lists the users that are in the store
  user add USERNAME              adds one; reads the password from standard input [--name "FULL NAME"]
  user password USERNAME         changes the password, read from there too; ends the user's sessions
  user disable|enable USERNAME   refuses the user and revokes every token, or lets the user in again
  user remove USERNAME           removes the user and revokes every token

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
  const [command = 'serve', ...others] = positionals;
  const target = {
    config: values.config ?? variable(env['CONFIG']),
    port: readPort('--port', values.port) ?? readPort('PORT', variable(env['PORT'])),
    store: values.store ?? variable(env['STORE']),
  };
  if (command === 'user') return { ...target, ...readUser(others), fullName: values.name };
  if (others.length > 0) throw unknownCommand(positionals);
  switch (command) {
    case 'digest-secret':
    case 'digest-password':
      return { name: command };
    case 'serve':
    case 'migrate':
    case 'schema':
      return { name: command, ...target };
    default:
      throw unknownCommand(positionals);
  }
}

function readUser(words: readonly string[]): {
  readonly name: 'user';
  readonly action: UserAction;
  readonly username: string;
} {
  const action = userActions.find((known) => known === words[0]);
  if (action === undefined || words.length !== (action === 'list' ? 1 : 2))
    throw unknownCommand(['user', ...words]);
  const username = (words[1] ?? '').trim();
  if (action !== 'list' && !/^[^\p{C}]{1,200}$/u.test(username))
    throw new UsageError('USERNAME must be 1 to 200 characters without control characters.');
  return { name: 'user', action, username };
}

function unknownCommand(words: readonly string[]): UsageError {
  return new UsageError(`There is no command ${JSON.stringify(words.join(' '))}.`);
}

/** One that is set to nothing counts as not set. */
function variable(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

interface Parsed {
  readonly values: {
    readonly config?: string;
    readonly port?: string;
    readonly store?: string;
    readonly name?: string;
    readonly help?: boolean;
  };
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
        store: { type: 'string', short: 's' },
        name: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (thrown) {
    throw new UsageError(
      `${thrown instanceof Error ? thrown.message.split('. ', 1)[0] : String(thrown)}.`,
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
