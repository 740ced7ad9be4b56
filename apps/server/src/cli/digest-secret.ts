import { digestSecret } from '@oauth/core';
import { text } from 'node:stream/consumers';
import { UsageError } from './arguments.js';

/**
 * Reads a secret, up to the end of its line, and writes its digest.
 *
 * @throws UsageError when there is none
 */
export async function digestSecretCommand(process: NodeJS.Process): Promise<void> {
  if (process.stdin.isTTY) process.stderr.write('Type the secret, Enter, then Ctrl-D:\n');
  const secret = (await text(process.stdin)).replace(/\r?\n[\s\S]*$/, '');
  if (secret === '') throw new UsageError('Give the secret on standard input.');
  process.stdout.write(`${await digestSecret(secret)}\n`);
}
