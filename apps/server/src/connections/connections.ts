import { collection, never, type Keeping } from '../documents/collection.js';
import { shape } from '../documents/shape.js';
import type { Connection, Connections } from './connection.js';

/** All of one user's, so that they are listed by one look. */
type OfUser = Readonly<{ connections: readonly Connection[] }>;

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
      },
      required: ['clientId', 'scope', 'asked', 'since', 'lastUsedAt', 'rememberedUntil'],
    },
  },
});

/** Keeps connections, a document for each user. */
export function connections(keeping: Keeping): Connections {
  const users = collection<OfUser>({ name: 'connections', fits, expiresAt: () => never }, keeping);
  const listOf = async (subject: string): Promise<readonly Connection[]> =>
    (await users.find(subject))?.connections ?? [];

  return {
    listOf,
    find: async (subject, clientId) => (await listOf(subject)).find(isOf(clientId)),
    async update(subject, clientId, change) {
      let after: Connection | undefined;
      await users.update(subject, (user) => {
        const before = user?.connections.find(isOf(clientId));
        after = change(before);
        if (after === undefined || after === before) return user;
        return { connections: [...others(user, clientId), after] };
      });
      return after;
    },
    async remove(subject, clientId) {
      await users.update(subject, (user) => user && { connections: others(user, clientId) });
    },
    removeAll: (subject) => users.remove(subject),
  };
}

function isOf(clientId: string): (connection: Connection) => boolean {
  return (connection) => connection.clientId === clientId;
}

function others(user: OfUser | undefined, clientId: string): readonly Connection[] {
  return user?.connections.filter((connection) => connection.clientId !== clientId) ?? [];
}
