import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestPassword } from '../../src/users/password.js';
import { atEnd } from './fresh-store.js';
import { rightPassword, standardConfig } from './site.js';

/** A price that a configuration may have, and no more. */
const digest = digestPassword(rightPassword, { ln: 14, r: 8, p: 1 });

/** Writes a configuration with the user ada, and what is to differ; goes with the tests. */
export async function configFile(changes: object = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'app-server-'));
  atEnd(() => rm(folder, { recursive: true }));
  const file = join(folder, 'config.json');
  const users = [
    { username: 'ada', name: 'Ada Lovelace', subject: 'user-1', password_digest: await digest },
  ];
  const config = { ...standardConfig, issuer: 'http://localhost:3999', users, ...changes };
  await writeFile(file, JSON.stringify(config));
  return file;
}
