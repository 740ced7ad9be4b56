import { digestSecret } from '@oauth/core';
import { hashPassword } from '../users/password-hash.js';
import { readSecret } from './read-secret.js';

const secretFunctions = {
  'digest-secret': digestSecret,
  'hash-password': hashPassword,
} as const;

/**
 * Reads a secret from standard input and prints what the configuration has instead of it.
 *
 * @throws UsageError when there is no secret
 */
export async function runSecretCommand(
  name: keyof typeof secretFunctions,
  process: NodeJS.Process,
): Promise<void> {
  const what = name === 'hash-password' ? 'the password' : 'the secret';
  const secret = await readSecret(what, process);
  process.stdout.write(`${await secretFunctions[name](secret)}\n`);
}
