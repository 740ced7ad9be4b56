import { describe, expect, it } from 'vitest';
import type { JsonObject, Store } from '../index.js';
import { documents, neverExpires } from '../plugin.js';
import { mapStore } from '../testing-support/map-store.js';
import { slowStore } from '../testing-support/racing-store.js';
import { serve, start } from '../testing-support/serve.js';

interface Session extends JsonObject {
  readonly user: string;
  readonly visits: number;
}

const isSession = (data: JsonObject): data is Session =>
  typeof data['user'] === 'string' && typeof data['visits'] === 'number';

const alice: Session = { user: 'alice', visits: 1 };
const later = start + 60;

/** What a plugin keeps on the server's own store. */
function keep(store: Store = mapStore(), issuer = 'https://auth.example') {
  const served = serve({ store, issuer });
  return { ...served, sessions: documents(served.server.context, 'test:session', isSession) };
}

const visit = (session: Session): Session => ({ ...session, visits: session.visits + 1 });

describe('a document', () => {
  it('is found by its key until it expires', async () => {
    const { sessions, pass } = keep();
    expect(await sessions.add('one', alice, later)).toBe(true);
    expect(await sessions.find('one')).toEqual(alice);
    expect(await sessions.find('other')).toBeUndefined();
    pass(60);
    expect(await sessions.find('one')).toBeUndefined();
  });

  it('outlives every clock when it never expires', async () => {
    const { sessions, pass } = keep();
    await sessions.add('one', alice, neverExpires);
    pass(100 * 365 * 86_400);
    expect(await sessions.find('one')).toEqual(alice);
  });

  it('rests without its key, in no index of a client or a subject', async () => {
    const store = mapStore();
    await keep(store).sessions.add('a-secret-key', alice, later);
    const [record] = store.records.values();
    expect(JSON.stringify(record)).not.toContain('a-secret-key');
    expect(record).toMatchObject({
      clientId: '',
      kind: 'document:test:session@https://auth.example',
    });
    expect(record).not.toHaveProperty('subject');
    expect(record?.id.startsWith(record.grantId)).toBe(true);
  });

  it('is out of reach for another kind and for another issuer on the same store', async () => {
    const store = mapStore();
    const { sessions, server } = keep(store);
    await sessions.add('one', alice, later);
    const others = documents(server.context, 'test:other', isSession);
    expect(await others.find('one')).toBeUndefined();
    expect(await keep(store, 'https://other.example').sessions.find('one')).toBeUndefined();
    expect(await others.add('one', alice, later)).toBe(true);
    await others.remove('one');
    expect(await sessions.find('one')).toEqual(alice);
  });

  it('of an older shape counts as absent', async () => {
    const { sessions, server } = keep();
    const older = documents(server.context, 'test:session', (_): _ is JsonObject => true);
    await older.add('one', { name: 'alice' }, later);
    expect(await sessions.find('one')).toBeUndefined();
    expect(await sessions.update('one', visit)).toBeUndefined();
  });
});

describe('add', () => {
  const addAtOnce = async (sessions: ReturnType<typeof keep>['sessions']) => {
    const calls = Array.from({ length: 50 }, (_, visits) =>
      sessions.add('one', { user: 'alice', visits }, start + 120),
    );
    return (await Promise.all(calls)).filter(Boolean).length;
  };

  it('stores a document for one of 50 parallel calls', async () => {
    const { sessions } = keep(slowStore(mapStore()));
    expect(await addAtOnce(sessions)).toBe(1);
    expect(await addAtOnce(sessions)).toBe(0);
  });

  it('stores one in place of an expired one, for one of 50 parallel calls', async () => {
    const { sessions, pass } = keep(slowStore(mapStore()));
    await sessions.add('one', alice, later);
    pass(60);
    expect(await addAtOnce(sessions)).toBe(1);
    expect(await sessions.find('one')).toMatchObject({ user: 'alice' });
  });

  it('stores one when the expired one is purged at that moment', async () => {
    const store = mapStore();
    const purging: Store = {
      ...store,
      get: (id) => {
        store.records.clear();
        return store.get(id);
      },
    };
    await keep(store).sessions.add('one', alice, later);
    expect(await keep(purging).sessions.add('one', alice, later)).toBe(true);
    expect(store.records.size).toBe(1);
  });
});

describe('update', () => {
  it('loses no change of 50 that come at once', async () => {
    const { sessions } = keep(slowStore(mapStore()));
    await sessions.add('one', { user: 'alice', visits: 0 }, later);
    await Promise.all(Array.from({ length: 50 }, () => sessions.update('one', visit)));
    expect(await sessions.find('one')).toEqual({ user: 'alice', visits: 50 });
  });

  it('resolves to what is stored afterwards, and moves the expiry where told to', async () => {
    const { sessions, pass } = keep();
    await sessions.add('one', alice, later);
    expect(await sessions.update('one', visit)).toEqual({ user: 'alice', visits: 2 });
    expect(await sessions.update('one', visit, start + 120)).toMatchObject({ visits: 3 });
    pass(119);
    expect(await sessions.find('one')).toMatchObject({ visits: 3 });
  });

  it('writes nothing when nothing changes', async () => {
    const store = mapStore();
    const { sessions } = keep(store);
    await sessions.add('one', alice, later);
    const before = [...store.records.values()];
    expect(await sessions.update('one', (session) => session)).toEqual(alice);
    expect(await sessions.update('one', () => undefined)).toBeUndefined();
    expect([...store.records.values()]).toEqual(before);
  });

  it('makes nothing of a document that is not there', async () => {
    const { sessions, store } = keep();
    expect(await sessions.update('one', visit)).toBeUndefined();
    expect(store.records.size).toBe(0);
  });

  it('gives up when every attempt loses', async () => {
    const store = mapStore();
    await keep(store).sessions.add('one', alice, later);
    const contended = keep({ ...store, commit: () => ({ committed: false, lost: '' }) });
    await expect(contended.sessions.update('one', visit)).rejects.toMatchObject({
      code: 'temporarily_unavailable',
      reason: 'store.contended',
    });
  });
});

it('remove ends a document, and what is gone already is fine', async () => {
  const { sessions } = keep();
  await sessions.add('one', alice, later);
  await sessions.remove('one');
  await sessions.remove('one');
  expect(await sessions.find('one')).toBeUndefined();
  expect(await sessions.add('one', alice, later)).toBe(true);
});

describe('list', () => {
  it('walks page by page through every live document of its kind', async () => {
    const { sessions, server, pass } = keep();
    await documents(server.context, 'test:other', isSession).add('x', alice, later);
    await sessions.add('expiring', { user: 'gone', visits: 0 }, start + 1);
    const users = Array.from({ length: 25 }, (_, at) => `user ${at}`);
    for (const user of users) await sessions.add(user, { user, visits: 0 }, later);
    pass(1);
    const seen: string[] = [];
    let pages = 0;
    let after: string | undefined;
    do {
      const page = await sessions.list(10, after);
      seen.push(...page.documents.map(({ user }) => user));
      after = page.next;
      pages += 1;
    } while (after !== undefined);
    expect(seen.sort()).toEqual(users.sort());
    expect(pages).toBe(3);
  });

  it('says what is missing on a store that cannot list', async () => {
    const store = mapStore();
    const plain: Store = {
      get: (id) => store.get(id),
      commit: (changes) => store.commit(changes),
      revoke: (target) => store.revoke(target),
      purge: (now, limit) => store.purge(now, limit),
    };
    await expect(keep(plain).sessions.list(10)).rejects.toThrow('The store has no list');
  });
});

it('a client, subject or grant that is revoked takes no document along', async () => {
  const { sessions, store } = keep();
  await sessions.add('one', alice, later);
  await store.revoke({ clientId: 'web' });
  await store.revoke({ subject: 'alice' });
  expect(await sessions.find('one')).toEqual(alice);
});

describe('documents of two issuers on one store', () => {
  it('are listed for their own issuer only', async () => {
    const store = mapStore();
    const ours = keep(store).sessions;
    const theirs = keep(store, 'https://other.example').sessions;
    await ours.add('one', alice, later);
    expect((await ours.list(10)).documents).toEqual([alice]);
    expect((await theirs.list(10)).documents).toEqual([]);
  });
});

it.each([start - 1, start, NaN])(
  'a document that expires at %s is not stored, so that its key counts as used',
  async (expiresAt) => {
    const { sessions } = keep();
    expect(await sessions.add('one', alice, expiresAt)).toBe(false);
    expect(await sessions.add('one', alice, expiresAt)).toBe(false);
  },
);
