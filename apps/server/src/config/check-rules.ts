import { parseStoreUrl } from '../storage/store-location.js';
import { getSubject } from '../users/config-users.js';
import { checkPasswordHash } from '../users/password-hash.js';
import { normalizeUsername } from '../users/users.js';
import type { Config, UserConfig } from './config.js';
import type { Fault } from './faults.js';
import { suggestName } from './suggest-name.js';
import { findUserGrant } from './user-grants.js';

/** Checks what a schema cannot express and core does not know. */
export function checkRules(config: Config): Fault[] {
  return [
    ...checkDemo(config),
    ...checkIssuer(config),
    ...checkStore(config),
    ...checkClientScopes(config),
    ...checkUserGrant(config),
    ...config.users.flatMap((user, index) => [
      ...checkUserPassword(user, index, config),
      ...checkUserNames(user, index, config),
    ]),
  ];
}

/** The secrets of the demo are published, so other machines must not reach it. */
function checkDemo({ demo, issuer, listen }: Config): Fault[] {
  if (!demo) return [];
  const faults: Fault[] = [];
  if (!isLoopback(listen.host))
    faults.push({
      path: ['listen', 'host'],
      message: `must be 127.0.0.1, ::1 or localhost while demo is true, not ${listen.host}`,
    });
  if (URL.canParse(issuer) && !isLoopback(new URL(issuer).hostname))
    faults.push({
      path: ['issuer'],
      message: `must be on localhost while demo is true, not ${issuer}`,
    });
  return faults;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || host.startsWith('127.');
}

/** Clients compare issuers as strings (RFC 9207 section 2.4): a slash makes another issuer. */
function checkIssuer({ issuer }: Config): Fault[] {
  if (!issuer.endsWith('/')) return [];
  const expected = issuer.replace(/\/+$/, '');
  return [{ path: ['issuer'], message: `must not end with a slash: write ${expected}` }];
}

function checkStore({ store }: Config): Fault[] {
  const result = parseStoreUrl(store, '.');
  return 'fault' in result ? [{ path: ['store'], message: result.fault }] : [];
}

function checkUserGrant({ plugins, users, store }: Config): Fault[] {
  const grant = findUserGrant(plugins);
  if (grant === undefined || users.length > 0 || store !== 'memory:') return [];
  return [
    {
      path: ['users'],
      message: `must not be empty: ${grant} needs a user who signs in, and memory: keeps no users`,
    },
  ];
}

function checkUserPassword(user: UserConfig, index: number, { demo }: Config): Fault[] {
  const { password, password_hash: hash } = user;
  const fault = (member: keyof UserConfig, message: string): Fault[] => [
    { path: ['users', index, member], message },
  ];
  const hashFault = hash === undefined ? undefined : checkPasswordHash(hash);
  if (hashFault !== undefined) return fault('password_hash', hashFault);
  if (password !== undefined && hash !== undefined)
    return fault('password', 'is there beside password_hash; remove one of the two');
  if (password !== undefined && !demo)
    return fault(
      'password',
      'is allowed only while demo is true: write password_hash, which the command hash-password prints',
    );
  if (password === undefined && hash === undefined)
    return fault('password_hash', 'is missing: write what the command hash-password prints');
  return [];
}

function checkUserNames(user: UserConfig, index: number, { users, clients }: Config): Fault[] {
  const faults: Fault[] = [];
  const addFault = (member: keyof UserConfig, message: string): void => {
    faults.push({ path: ['users', index, member], message });
  };
  const subject = getSubject(user);
  const username = normalizeUsername(user.username);
  const sameName = users.findIndex((other) => normalizeUsername(other.username) === username);
  if (sameName < index)
    addFault('username', `is the username of users[${sameName}] too; choose another`);
  const sameSubject = users.findIndex((other) => getSubject(other) === subject);
  if (sameSubject < index)
    addFault('subject', `${subject} is the subject of users[${sameSubject}] too; choose another`);
  // The sub of a client's own token is its client_id (RFC 9700 section 4.15).
  const client = clients.findIndex(({ client_id: clientId }) => clientId === subject);
  if (client >= 0)
    addFault(
      'subject',
      `${subject} is the client_id of clients[${client}]; choose another, since APIs take one for the other`,
    );
  return faults;
}

function checkClientScopes({ clients, scopes }: Config): Fault[] {
  const known = Object.keys(scopes);
  return clients.flatMap((client, index) =>
    (client.scope ?? '')
      .split(' ')
      .filter((scope) => scope !== '' && !known.includes(scope))
      .map((scope) => {
        const similar = suggestName(scope, known);
        const help = similar === undefined ? 'add it there' : `did you mean ${similar}?`;
        return { path: ['clients', index, 'scope'], message: `${scope} is not in scopes; ${help}` };
      }),
  );
}
