import type { Store } from '@oauth/core';
import type { Consents } from '../consents/consent.js';
import { consents } from '../consents/consents.js';
import { sharedHost } from '../documents/shared-host.js';
import { openStore } from '../storage/open-store.js';
import { hashPassword } from '../users/password-hash.js';
import { type StoredUser, storedUsers, type StoredUsers } from '../users/stored-users.js';
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
    const tools = createUserTools(store, config.issuer);
    for await (const line of applyUserCommand(command, passwordHash, tools))
      process.stdout.write(line);
  } finally {
    await close();
  }
}

function isPasswordCommand({ action }: UserCommand): boolean {
  return action === 'add' || action === 'password';
}

interface UserTools {
  readonly store: Store;
  readonly users: StoredUsers;
  readonly consents: Consents;
}

function createUserTools(store: Store, issuer: string): UserTools {
  const host = { issuer, store, now: () => Math.floor(Date.now() / 1000) };
  return { store, users: storedUsers(sharedHost(host)), consents: consents(host) };
}

/** Applies the command to the store; yields the lines to print. */
async function* applyUserCommand(
  command: UserCommand,
  passwordHash: string,
  { store, users, consents }: UserTools,
): AsyncGenerator<string, void> {
  const { action, username, fullName = username } = command;
  switch (action) {
    case 'list':
      for await (const user of users.list()) yield formatUserLine(user);
      return;
    case 'add': {
      const added = await users.add({ username, name: fullName, passwordHash });
      if (added === undefined) throw new UserError(`There is already a user ${username}.`);
      yield formatUserLine(added);
      return;
    }
    case 'password':
      yield formatUserLine(assertFound(username, await users.change(username, { passwordHash })));
      return;
    case 'enable':
    case 'disable': {
      const disabled = action === 'disable';
      const user = assertFound(username, await users.change(username, { disabled }));
      if (disabled) await store.revoke({ subject: user.subject });
      yield formatUserLine(user);
      return;
    }
    case 'remove': {
      const { subject } = assertFound(username, await users.remove(username));
      await store.revoke({ subject });
      await consents.removeAll(subject);
      yield `${username} is removed.\n`;
    }
  }
}

function assertFound(username: string, user: StoredUser | undefined): StoredUser {
  if (user === undefined) throw new UserError(`There is no user ${username} in the store.`);
  return user;
}

function formatUserLine({ username, subject, name, disabled }: StoredUser): string {
  return `${[username, subject, disabled ? 'disabled' : 'enabled', name].join('\t')}\n`;
}
