import { ConfigFileError } from '../config/faults.js';
import { readCommand, usage, UsageError } from './arguments.js';
import { digestCommand } from './digests.js';
import { ListenError } from './listen.js';
import { serve } from './serve.js';

/** Runs the command that the command line names; resolves to the exit code. */
export async function main(process: NodeJS.Process): Promise<number> {
  try {
    const command = readCommand(process.argv.slice(2), process.env);
    switch (command.name) {
      case 'help':
        process.stdout.write(`${usage}\n`);
        return 0;
      case 'digest-secret':
      case 'digest-password':
        await digestCommand(command.name, process);
        return 0;
      case 'serve':
        return await serve(command, process);
    }
  } catch (thrown) {
    process.stderr.write(`${explain(thrown)}\n`);
    return 1;
  }
}

function explain(thrown: unknown): string {
  if (thrown instanceof UsageError) return `${thrown.message}\n\n${usage}`;
  if (thrown instanceof ConfigFileError || thrown instanceof ListenError) return thrown.message;
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
