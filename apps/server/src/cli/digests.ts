import { digestSecret } from '@oauth/core';
import { digestPassword } from '../users/password.js';
import { readSecret } from './secret-input.js';

/** What can be digested for the configuration. */
export const digests = {
  'digest-secret': digestSecret,
  'digest-password': digestPassword,
} as const;

/**
 * Reads a secret and writes its digest.
 *
 * @throws UsageError when there is none
 */
export async function digestCommand(
  name: keyof typeof digests,
  process: NodeJS.Process,
): Promise<void> {
  const secret = await readSecret('what to digest', process);
  process.stdout.write(`${await digests[name](secret)}\n`);
}
