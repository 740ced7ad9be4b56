import {
  documentCollection,
  noExpiry,
  type DocumentStorage,
} from '../documents/document-collection.js';
import { documentGuard } from '../documents/document-guard.js';
import type { Connection, Connections } from './connection.js';

/** A connection as it is kept; one that is being ended is listed, and otherwise gone. */
type Kept = Connection & Readonly<{ issuer: string; ending: boolean }>;

/** All of one user's, at every issuer, so that they are listed and removed by one look. */
type OfUser = Readonly<{ connections: readonly Kept[] }>;

const text = { type: 'string' } as const;
const texts = { type: 'array', items: text } as const;
const time = { type: 'number' } as const;

const isConnections = documentGuard<OfUser>({
  connections: {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        issuer: text,
        clientId: text,
        scope: texts,
        asked: texts,
        since: time,
        lastUsedAt: time,
        rememberedUntil: time,
        ending: { type: 'boolean' },
      },
      required: [
        'issuer',
        'clientId',
        'scope',
        'asked',
        'since',
        'lastUsedAt',
        'rememberedUntil',
        'ending',
      ],
    },
  },
});

/** Keeps the connections at an issuer, in a document for each user. */
export function connections(storage: DocumentStorage, issuer: string): Connections {
  const users = documentCollection<OfUser>(
    { name: 'connections', isDocument: isConnections, expiresAt: () => noExpiry },
    storage,
  );

  function isOf(clientId: string): (one: Kept) => boolean {
    return (one) => one.issuer === issuer && one.clientId === clientId;
  }

  function standing(user: OfUser | undefined, clientId: string): Kept | undefined {
    return user?.connections.find((one) => isOf(clientId)(one) && !one.ending);
  }

  /** All of the user's, with another in the place of one, or none. */
  function replaced(user: OfUser | undefined, clientId: string, by: readonly Kept[]): OfUser {
    const isIt = isOf(clientId);
    const others = user?.connections.filter((one) => !isIt(one)) ?? [];
    return { connections: [...others, ...by] };
  }

  return {
    async listOf(subject) {
      const all = (await users.find(subject))?.connections ?? [];
      return all.filter((one) => one.issuer === issuer);
    },
    find: async (subject, clientId) => standing(await users.find(subject), clientId),
    async update(subject, clientId, change) {
      let after: Connection | undefined;
      await users.update(subject, (user) => {
        const before = standing(user, clientId);
        after = change(before);
        if (after === undefined || after === before) return user;
        return replaced(user, clientId, [{ ...after, issuer, ending: false }]);
      });
      return after;
    },
    async end(subject, clientId, revoke) {
      const user = await users.update(subject, (before) => {
        const ended = before?.connections.find(isOf(clientId));
        return ended && replaced(before, clientId, [{ ...ended, ending: true }]);
      });
      if (user === undefined) return;
      await revoke();
      await users.update(subject, (before) => before && replaced(before, clientId, []));
    },
    removeAll: (subject) => users.remove(subject),
  };
}
