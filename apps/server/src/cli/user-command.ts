import type { Store } from '@oauth/core';
import { connections } from '../connections/connections.js';
import { openStore } from '../storage/open-store.js';
import { hashPassword } from '../users/password-hash.js';
import { storedUsers, type StoredUser } from '../users/stored-users.js';
import { normalizeUsername } from '../users/users.js';
import type { Command } from './arguments.js';
import { readSecret } from './read-secret.js';
import type { Settings } from './settings.js';

type UserCommand = Extract<Command, { name: 'user' }>;

/** Thrown when a user cannot be added or changed; the message says why. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/**
 * Manages the users in the store, also while servers use it.
 *
 * @throws UserError, UsageError, StoreError
 */
export async function runUserCommand(
  command: UserCommand,
  { config, file, location }: Settings,
  process: NodeJS.Process,
): Promise<void> {
  if (location.kind === 'memory')
    throw new UserError(
      'memory: keeps no users. Name another store, or write users into the configuration.',
    );
  const name = normalizeUsername(command.username);
  if (config.users.some(({ username }) => normalizeUsername(username) === name))
    throw new UserError(`${command.username} is in the configuration: change it in ${file}.`);
  const passwordHash = isPasswordCommand(command)
    ? await hashPassword(await readSecret("the user's password", process))
    : '';
  // Calls on a lost connection fail by themselves.
  const options = { onLost: () => undefined, clock: Date.now };
  const { store, close } = await openStore(location, options);
  try {
    process.stdout.write(await applyUserCommand(command, passwordHash, store, config.issuer));
  } finally {
    await close();
  }
}

function isPasswordCommand({ action }: UserCommand): boolean {
  return action === 'add' || action === 'password';
}

/** Applies the command to the store; resolves to what to print. */
async function applyUserCommand(
  command: UserCommand,
  passwordHash: string,
  store: Store,
  issuer: string,
): Promise<string> {
  const storage = { store, now: () => Math.floor(Date.now() / 1000) };
  const users = storedUsers(storage);
  const { action, username, fullName = username } = command;
  const assertExists = (user: StoredUser | undefined): StoredUser => {
    if (user === undefined) throw new UserError(`There is no user ${username} in the store.`);
    return user;
  };
  switch (action) {
    case 'list':
      return (await users.list()).map(formatUserLine).join('');
    case 'add': {
      const added = await users.add({ username, name: fullName, passwordHash });
      if (added === undefined) throw new UserError(`There is already a user ${username}.`);
      return formatUserLine(added);
    }
    case 'password':
      return formatUserLine(assertExists(await users.change(username, { passwordHash })));
    case 'enable':
      return formatUserLine(assertExists(await users.change(username, { disabled: false })));
    case 'disable': {
      const disabled = assertExists(await users.change(username, { disabled: true }));
      await store.revoke({ subject: disabled.subject });
      return formatUserLine(disabled);
    }
    case 'remove': {
      const { subject } = assertExists(await users.remove(username));
      await store.revoke({ subject });
      await connections(storage, issuer).removeAll(subject);
      return `${username} is removed.\n`;
    }
  }
}

function formatUserLine({ username, subject, name, disabled }: StoredUser): string {
  return `${[username, subject, disabled ? 'disabled' : 'enabled', name].join('\t')}\n`;
}
