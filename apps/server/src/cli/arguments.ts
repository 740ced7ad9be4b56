import { parseCommandLine, readPort, UsageError } from '@oauth/app-kit/command-line';

/** Which configuration to load, and what overrides its members. */
export interface SettingsOptions {
  /** The path of the configuration file. Default: the demo's. */
  readonly config?: string | undefined;
  readonly port?: number | undefined;
  /** A store URL. */
  readonly store?: string | undefined;
}

const userActions = ['add', 'password', 'disable', 'enable', 'remove', 'list'] as const;

/** What the command `user` does with the users in the store. */
export type UserAction = (typeof userActions)[number];

/** A command that the command line and the environment name. */
export type Command =
  | (SettingsOptions & { readonly name: 'serve' | 'migrate' | 'schema' })
  | (SettingsOptions & {
      readonly name: 'user';
      readonly action: UserAction;
      /** Empty for the action `list`. */
      readonly username: string;
      readonly fullName?: string | undefined;
    })
  | { readonly name: 'help' }
  | { readonly name: 'digest-secret' | 'hash-password' };

export const usage = `Usage: npm start -- [--config FILE] [--port N] [--store URL]
       node apps/server/dist/main.js COMMAND [--config FILE] [--store URL]

  --config FILE    the configuration, a JSON file (CONFIG); without it, a demo
  --port N         the port to listen on (PORT); 0 picks a free one
  --store URL      the store to use instead of the configuration's (STORE)
  --help           this text

  migrate          adds what the database lacks and changes nothing else
  schema           prints the SQL that creates the database's schema

  user list                      lists the users in the store
  user add USERNAME              adds a user; reads the password from standard input [--name "FULL NAME"]
  user password USERNAME         changes the password, read from standard input; ends the user's sessions
  user disable|enable USERNAME   locks the user out and revokes every token, or lets the user in again
  user remove USERNAME           removes the user and revokes every token

  digest-secret    reads a client's secret from standard input and prints its client_secret_digest
  hash-password    reads a user's password from standard input and prints its password_hash`;

/**
 * Parses the command line. Its options override the variables of the environment.
 *
 * @throws UsageError
 */
export function parseCommand(args: readonly string[], env: NodeJS.ProcessEnv): Command {
  const { values, positionals } = parseCommandLine({
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
  if (values.help === true) return { name: 'help' };
  const [command = 'serve', ...others] = positionals;
  const options = {
    config: values.config ?? emptyToUndefined(env['CONFIG']),
    port: parsePort('--port', values.port) ?? parsePort('PORT', emptyToUndefined(env['PORT'])),
    store: values.store ?? emptyToUndefined(env['STORE']),
  };
  if (command === 'user') return { ...options, ...parseUserCommand(others), fullName: values.name };
  if (others.length > 0) throw unknownCommandError(positionals);
  switch (command) {
    case 'digest-secret':
    case 'hash-password':
      return { name: command };
    case 'serve':
    case 'migrate':
    case 'schema':
      return { name: command, ...options };
    default:
      throw unknownCommandError(positionals);
  }
}

function parseUserCommand(words: readonly string[]): {
  readonly name: 'user';
  readonly action: UserAction;
  readonly username: string;
} {
  const action = userActions.find((known) => known === words[0]);
  if (action === undefined || words.length !== (action === 'list' ? 1 : 2))
    throw unknownCommandError(['user', ...words]);
  const username = (words[1] ?? '').trim();
  if (action !== 'list' && !/^[^\p{C}]{1,200}$/u.test(username))
    throw new UsageError('USERNAME must be 1 to 200 characters without control characters.');
  return { name: 'user', action, username };
}

function unknownCommandError(words: readonly string[]): UsageError {
  return new UsageError(`There is no command ${JSON.stringify(words.join(' '))}.`);
}

/** Shells and containers often set a variable to nothing where they mean not to set it. */
function emptyToUndefined(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function parsePort(option: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : readPort(option, text);
}
