import { execFile, type ChildProcess } from 'node:child_process';
import { pinned } from './machine.js';

const running = new Set<ChildProcess>();

process.on('exit', () => {
  for (const child of running) child.kill();
});

/**
 * What a command prints. It ends with this process at the latest.
 *
 * @throws Error for an exit code other than 0, with what the command wrote to stderr
 */
export function outputOf(
  core: number | undefined,
  program: string,
  ...programArgs: readonly string[]
): Promise<string> {
  const { command, args } = pinned(core, program, programArgs);
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, (error, stdout) => {
      running.delete(child);
      if (error === null) resolve(stdout);
      else reject(new Error(error.message, { cause: error }));
    });
    running.add(child);
  });
}
