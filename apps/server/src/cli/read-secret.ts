import { text } from 'node:stream/consumers';
import { UsageError } from '@oauth/app-kit/command-line';

/**
 * Reads the first line of standard input. `what` names the secret in the prompt.
 *
 * @throws UsageError when the line is empty
 */
export async function readSecret(what: string, process: NodeJS.Process): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write(`Type ${what}, Enter, then Ctrl-D:\n`);
  const secret = (await text(process.stdin)).replace(/\r?\n[\s\S]*$/, '');
  if (secret === '') throw new UsageError(`Give ${what} on standard input.`);
  return secret;
}
