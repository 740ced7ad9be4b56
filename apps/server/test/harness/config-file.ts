import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashPassword } from '../../src/users/password-hash.js';
import { afterTests } from './fresh-store.js';
import { rightPassword, standardConfig } from './site.js';

/** The cheapest cost that a configuration may have. */
const passwordHash = hashPassword(rightPassword, { ln: 14, r: 8, p: 1 });

/** Writes the standard configuration with the user ada and some changes; resolves to its path. */
export async function writeConfigFile(changes: object = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'app-server-'));
  afterTests(() => rm(folder, { recursive: true }));
  const file = join(folder, 'config.json');
  const users = [
    { username: 'ada', name: 'Ada Lovelace', subject: 'user-1', password_hash: await passwordHash },
  ];
  const config = { ...standardConfig, issuer: 'http://localhost:3999', users, ...changes };
  await writeFile(file, JSON.stringify(config));
  return file;
}
