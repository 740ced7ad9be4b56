import type { Store } from '@oauth/core';
import { connections } from '../connections/connections.js';
import { openStore } from '../storage/open.js';
import { digestPassword } from '../users/password.js';
import { storedUsers, type StoredUser } from '../users/stored-users.js';
import { foldUsername } from '../users/users.js';
import type { Command } from './arguments.js';
import { readSecret } from './secret-input.js';
import type { Settings } from './settings.js';

type UserCommand = Extract<Command, { name: 'user' }>;

/** Thrown when a user cannot be added or changed; the message says why. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/**
 * Manages the users that are in the store, also while servers run on it.
 *
 * @throws UserError, UsageError, StoreError
 */
export async function userCommand(
  command: UserCommand,
  { config, file, location }: Settings,
  process: NodeJS.Process,
): Promise<void> {
  if (location.kind === 'memory')
    throw new UserError(
      'memory: keeps no users. Name another store, or write users into the configuration.',
    );
  const name = foldUsername(command.username);
  if (config.users.some(({ username }) => foldUsername(username) === name))
    throw new UserError(`${command.username} is in the configuration: change it in ${file}.`);
  const digest = takesPassword(command)
    ? await digestPassword(await readSecret("the user's password", process))
    : '';
  // Whatever is asked of a lost connection fails and says so.
  const watch = { onLost: () => undefined, clock: Date.now };
  const { store, close } = await openStore(location, watch);
  try {
    process.stdout.write(await carryOut(command, digest, store, config.issuer));
  } finally {
    await close();
  }
}

function takesPassword({ action }: UserCommand): boolean {
  return action === 'add' || action === 'password';
}

/** Does it, and says what was done. */
async function carryOut(
  command: UserCommand,
  digest: string,
  store: Store,
  issuer: string,
): Promise<string> {
  const keeping = { store, now: () => Math.floor(Date.now() / 1000) };
  const users = storedUsers(keeping);
  const { action, username, fullName = username } = command;
  const existing = (user: StoredUser | undefined): StoredUser => {
    if (user === undefined) throw new UserError(`There is no user ${username} in the store.`);
    return user;
  };
  switch (action) {
    case 'list':
      return (await users.list()).map(line).join('');
    case 'add': {
      const added = await users.add({ username, name: fullName, passwordDigest: digest });
      if (added === undefined) throw new UserError(`There is a user ${username} already.`);
      return line(added);
    }
    case 'password':
      return line(existing(await users.change(username, { passwordDigest: digest })));
    case 'enable':
      return line(existing(await users.change(username, { disabled: false })));
    case 'disable': {
      const disabled = existing(await users.change(username, { disabled: true }));
      await store.revoke({ subject: disabled.subject });
      return line(disabled);
    }
    case 'remove': {
      const { subject } = existing(await users.remove(username));
      await store.revoke({ subject });
      await connections(keeping, issuer).removeAll(subject);
      return `${username} is removed.\n`;
    }
  }
}

/** A user, in columns. */
function line({ username, subject, name, disabled }: StoredUser): string {
  return `${[username, subject, disabled ? 'disabled' : 'enabled', name].join('\t')}\n`;
}
