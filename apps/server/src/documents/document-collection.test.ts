import { describe, expect, it } from 'vitest';
import { memoryStore } from '@oauth/store-memory';
import { documentCollection, type Collection } from './document-collection.js';
import { documentGuard } from './document-guard.js';

type Note = Readonly<{ text: string; until: number }>;

const isNote = documentGuard<Note>({ text: { type: 'string' }, until: { type: 'number' } });

function notes(store = memoryStore(), clock = { seconds: 100 }, name = 'note'): Collection<Note> {
  const kind = { name, isDocument: isNote, expiresAt: ({ until }: Note) => until };
  return documentCollection(kind, { store, now: () => clock.seconds });
}

describe('a document', () => {
  it('is there from the moment it is stored until it expires or is removed', async () => {
    const clock = { seconds: 100 };
    const all = notes(memoryStore(), clock);
    expect(await all.find('a')).toBeUndefined();
    await all.update('a', () => ({ text: 'one', until: 200 }));
    expect(await all.find('a')).toEqual({ text: 'one', until: 200 });
    clock.seconds = 200;
    expect(await all.find('a')).toBeUndefined();
    await all.update('a', (before) => {
      expect(before).toBeUndefined();
      return { text: 'two', until: 300 };
    });
    expect(await all.find('a')).toMatchObject({ text: 'two' });
    await all.remove('a');
    await all.remove('a');
    expect(await all.find('a')).toBeUndefined();
  });

  it('is told from one of another kind with its key', async () => {
    const store = memoryStore();
    await notes(store).update('a', () => ({ text: 'one', until: 200 }));
    expect(await notes(store, undefined, 'other').find('a')).toBeUndefined();
  });

  it('of another shape counts as not there, and can be replaced', async () => {
    const store = memoryStore();
    const kind = {
      name: 'note',
      isDocument: documentGuard<{ until: string }>({ until: { type: 'string' } }),
      expiresAt: () => 1000,
    };
    const older = documentCollection(kind, { store, now: () => 100 });
    await older.update('a', () => ({ until: 'tomorrow' }));
    expect(await notes(store).find('a')).toBeUndefined();
    await notes(store).update('a', () => ({ text: 'one', until: 200 }));
    expect(await notes(store).find('a')).toMatchObject({ text: 'one' });
  });

  it('is left alone by a change to nothing or to itself', async () => {
    const store = memoryStore();
    const all = notes(store);
    await all.update('a', (before) => before);
    expect(store.size).toBe(0);
    await all.update('a', () => ({ text: 'one', until: 200 }));
    await all.update('a', () => undefined);
    expect(await all.find('a')).toMatchObject({ text: 'one' });
  });

  it('does not come back by a change that began before it was removed', async () => {
    const store = memoryStore();
    const all = notes(store);
    await all.update('a', () => ({ text: 'one', until: 200 }));
    let removed = false;
    const slow = notes({
      ...store,
      get(id) {
        const found = store.get(id);
        if (!removed) void all.remove('a');
        removed = true;
        return found;
      },
    });
    await slow.update('a', (before) => before && { ...before, text: 'two' });
    expect(await all.find('a')).toBeUndefined();
  });
});

it('a key rests as a digest', async () => {
  const store = memoryStore();
  const written: string[] = [];
  const all = notes({
    ...store,
    commit(changes) {
      written.push(JSON.stringify(changes));
      return store.commit(changes);
    },
  });
  await all.update('a secret key', () => ({ text: 'one', until: 200 }));
  await all.remove('a secret key');
  expect(written).toHaveLength(2);
  expect(written.join()).not.toContain('a secret key');
});
