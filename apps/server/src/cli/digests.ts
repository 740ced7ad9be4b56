import { digestSecret } from '@oauth/core';
import { text } from 'node:stream/consumers';
import { digestPassword } from '../users/password.js';
import { UsageError } from './arguments.js';

/** What can be digested for the configuration. */
export const digests = {
  'digest-secret': digestSecret,
  'digest-password': digestPassword,
} as const;

/**
 * Reads a secret, up to the end of its line, and writes its digest.
 *
 * @throws UsageError when there is none
 */
export async function digestCommand(
  name: keyof typeof digests,
  process: NodeJS.Process,
): Promise<void> {
  if (process.stdin.isTTY) process.stderr.write('Type it, Enter, then Ctrl-D:\n');
  const secret = (await text(process.stdin)).replace(/\r?\n[\s\S]*$/, '');
  if (secret === '') throw new UsageError('Give what to digest on standard input.');
  process.stdout.write(`${await digests[name](secret)}\n`);
}
