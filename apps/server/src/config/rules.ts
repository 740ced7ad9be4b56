import { readLocation } from '../storage/location.js';
import { subjectOf } from '../users/config-users.js';
import { digestFault } from '../users/password.js';
import { foldUsername } from '../users/users.js';
import type { Config, UserConfig } from './config.js';
import type { Fault } from './faults.js';
import { grantOfPeople } from './people.js';
import { suggest } from './suggest.js';

/** What the schema cannot say and core does not know. */
export function ruleFaults(config: Config): Fault[] {
  return [
    ...demoFaults(config),
    ...issuerFaults(config),
    ...storeFaults(config),
    ...clientScopeFaults(config),
    ...userFaults(config),
  ];
}

/** The demo's secrets are public, so nobody else may reach it. */
function demoFaults({ demo, issuer, listen }: Config): Fault[] {
  if (!demo) return [];
  const faults: Fault[] = [];
  if (!isLoopback(listen.host))
    faults.push({
      path: ['listen', 'host'],
      message: 'must be 127.0.0.1, ::1 or localhost while demo is true',
    });
  if (URL.canParse(issuer) && !isLoopback(new URL(issuer).hostname))
    faults.push({ path: ['issuer'], message: 'must be on localhost while demo is true' });
  return faults;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || host.startsWith('127.');
}

/** The identifier is compared as a string, so what looks the same must be the same. */
function issuerFaults({ issuer }: Config): Fault[] {
  if (!issuer.endsWith('/')) return [];
  return [{ path: ['issuer'], message: 'must not end with a slash' }];
}

function storeFaults({ store }: Config): Fault[] {
  const read = readLocation(store, '.');
  return 'fault' in read ? [{ path: ['store'], message: read.fault }] : [];
}

function userFaults({ clients, demo, users, plugins, store }: Config): Fault[] {
  const faults: Fault[] = [];
  const names = new Set<string>();
  const subjects = new Set<string>();
  for (const [index, user] of users.entries()) {
    const fault = (member: keyof UserConfig, message: string): void => {
      faults.push({ path: ['users', index, member], message });
    };
    const { password, password_digest: digest } = user;
    if (password !== undefined && !demo)
      fault('password', 'must go: write password_digest, which the command digest-password prints');
    if (password !== undefined && digest !== undefined)
      fault('password', 'must go, since password_digest is there');
    if (password === undefined && digest === undefined) fault('password_digest', 'is missing');
    const wrong = digest === undefined ? undefined : digestFault(digest);
    if (wrong !== undefined) fault('password_digest', wrong);
    if (names.has(foldUsername(user.username))) fault('username', "is another user's too");
    names.add(foldUsername(user.username));
    if (subjects.has(subjectOf(user))) fault('subject', "is another user's too");
    subjects.add(subjectOf(user));
    // A client's own token has its client_id for a subject (RFC 9700 section 4.15).
    if (clients.some((client) => client.client_id === subjectOf(user)))
      fault('subject', "must not be a client's client_id: APIs would take one for the other");
  }
  const people = grantOfPeople(plugins);
  if (people !== undefined && users.length === 0 && store === 'memory:')
    faults.push({
      path: ['users'],
      message: `must not be empty: ${people} needs somebody to sign in, and memory: keeps no users`,
    });
  return faults;
}

function clientScopeFaults({ clients, scopes }: Config): Fault[] {
  const known = Object.keys(scopes);
  return clients.flatMap((client, index) =>
    (client.scope ?? '')
      .split(' ')
      .filter((scope) => scope !== '' && !known.includes(scope))
      .map((scope) => {
        const close = suggest(scope, known);
        const help = close === undefined ? 'add it there' : `did you mean ${close}?`;
        return { path: ['clients', index, 'scope'], message: `${scope} is not in scopes; ${help}` };
      }),
  );
}
