import { ConfigFileError } from '../config/faults.js';
import { StoreError } from '../storage/opened.js';
import { readCommand, usage, UsageError, type Command } from './arguments.js';
import { digestCommand } from './digests.js';
import { ListenError } from './listen.js';
import { migrateCommand, schemaCommand } from './schema-commands.js';
import { serve } from './serve.js';
import { loadSettings } from './settings.js';
import { userCommand, UserError } from './user.js';

/** Runs the command that the command line names; resolves to the exit code. */
export async function main(process: NodeJS.Process): Promise<number> {
  try {
    return await run(readCommand(process.argv.slice(2), process.env), process);
  } catch (thrown) {
    process.stderr.write(`${explain(thrown)}\n`);
    return 1;
  }
}

async function run(command: Command, process: NodeJS.Process): Promise<number> {
  switch (command.name) {
    case 'help':
      process.stdout.write(`${usage}\n`);
      return 0;
    case 'digest-secret':
    case 'digest-password':
      await digestCommand(command.name, process);
      return 0;
    case 'migrate':
      await migrateCommand((await loadSettings(command)).location, process);
      return 0;
    case 'schema':
      await schemaCommand((await loadSettings(command)).location, process);
      return 0;
    case 'user':
      await userCommand(command, await loadSettings(command), process);
      return 0;
    case 'serve':
      return serve(command, process);
  }
}

/** Errors whose message says all that whoever runs this needs. */
const explained = [ConfigFileError, ListenError, StoreError, UserError];

function explain(thrown: unknown): string {
  if (thrown instanceof UsageError) return `${thrown.message} --help lists what there is.`;
  if (!(thrown instanceof Error)) return String(thrown);
  if (explained.some((known) => thrown instanceof known)) return thrown.message;
  return thrown.stack ?? thrown.message;
}
