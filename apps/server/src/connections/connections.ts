import { collection, never, type Keeping } from '../documents/collection.js';
import { shape } from '../documents/shape.js';
import type { Connection, Connections } from './connection.js';

/** A connection as it is kept; one that is being ended is listed, and otherwise gone. */
type Kept = Connection & Readonly<{ ending: boolean }>;

/** All of one user's, so that they are listed by one look. */
type OfUser = Readonly<{ connections: readonly Kept[] }>;

const text = { type: 'string' } as const;
const texts = { type: 'array', items: text } as const;
const time = { type: 'number' } as const;

const fits = shape<OfUser>({
  connections: {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        clientId: text,
        scope: texts,
        asked: texts,
        since: time,
        lastUsedAt: time,
        rememberedUntil: time,
        ending: { type: 'boolean' },
      },
      required: ['clientId', 'scope', 'asked', 'since', 'lastUsedAt', 'rememberedUntil', 'ending'],
    },
  },
});

/** Keeps connections, a document for each user. */
export function connections(keeping: Keeping): Connections {
  const users = collection<OfUser>({ name: 'connections', fits, expiresAt: () => never }, keeping);

  return {
    listOf: async (subject) => (await users.find(subject))?.connections ?? [],
    find: async (subject, clientId) => standing(await users.find(subject), clientId),
    async update(subject, clientId, change) {
      let after: Connection | undefined;
      await users.update(subject, (user) => {
        const before = standing(user, clientId);
        after = change(before);
        if (after === undefined || after === before) return user;
        return { connections: [...others(user, clientId), { ...after, ending: false }] };
      });
      return after;
    },
    async end(subject, clientId, revoke) {
      const user = await users.update(subject, (before) => {
        const ended = before?.connections.find(isOf(clientId));
        return ended && { connections: [...others(before, clientId), { ...ended, ending: true }] };
      });
      if (user === undefined) return;
      await revoke();
      await users.update(subject, (before) => before && { connections: others(before, clientId) });
    },
    removeAll: (subject) => users.remove(subject),
  };
}

function isOf(clientId: string): (connection: Connection) => boolean {
  return (connection) => connection.clientId === clientId;
}

function standing(user: OfUser | undefined, clientId: string): Connection | undefined {
  const found = user?.connections.find(isOf(clientId));
  return found?.ending === true ? undefined : found;
}

function others(user: OfUser | undefined, clientId: string): readonly Kept[] {
  return user?.connections.filter((connection) => connection.clientId !== clientId) ?? [];
}
