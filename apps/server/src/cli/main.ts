import { UsageError } from '@oauth/app-kit/command-line';
import { ConfigFileError } from '../config/faults.js';
import { StoreError } from '../storage/opened-store.js';
import { parseCommand, usage, type Command } from './arguments.js';
import { ListenError } from './listen.js';
import { runMigrateCommand, runSchemaCommand } from './schema-commands.js';
import { runSecretCommand } from './secret-commands.js';
import { serve } from './serve.js';
import { loadSettings } from './settings.js';
import { runUserCommand, UserError } from './user-command.js';

/** Runs the command that the command line names; resolves to the exit code. */
export async function main(process: NodeJS.Process): Promise<number> {
  try {
    return await runCommand(parseCommand(process.argv.slice(2), process.env), process);
  } catch (thrown) {
    process.stderr.write(`${formatError(thrown)}\n`);
    return 1;
  }
}

async function runCommand(command: Command, process: NodeJS.Process): Promise<number> {
  switch (command.name) {
    case 'help':
      process.stdout.write(`${usage}\n`);
      return 0;
    case 'digest-secret':
    case 'hash-password':
      await runSecretCommand(command.name, process);
      return 0;
    case 'migrate':
      await runMigrateCommand((await loadSettings(command)).location, process);
      return 0;
    case 'schema':
      await runSchemaCommand((await loadSettings(command)).location, process);
      return 0;
    case 'user':
      await runUserCommand(command, await loadSettings(command), process);
      return 0;
    case 'serve':
      return serve(command, process);
  }
}

/** Errors whose message tells the operator everything; the stack of any other is needed. */
const expectedErrors = [ConfigFileError, ListenError, StoreError, UserError];

function formatError(thrown: unknown): string {
  if (thrown instanceof UsageError) return `${thrown.message} --help lists all commands.`;
  if (!(thrown instanceof Error)) return String(thrown);
  if (expectedErrors.some((known) => thrown instanceof known)) return thrown.message;
  return thrown.stack ?? thrown.message;
}
