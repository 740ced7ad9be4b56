import { expect, it } from 'vitest';
import { documents, type Documents, type Store } from '@oauth/core/plugin';
import { memoryStore } from '@oauth/store-memory';
import { addOrUpdate } from './add-or-update.js';
import { documentGuard } from './document-guard.js';

type Count = Readonly<{ count: number }>;
const isCount = documentGuard<Count>({ count: { type: 'number' } });

function counts(store: Store = memoryStore({ clock: () => 100_000 })): Documents<Count> {
  return documents({ issuer: '', store, now: () => 100 }, 'count', isCount);
}

const increment = {
  change: (current: Count | undefined): Count => ({ count: (current?.count ?? 0) + 1 }),
  expiresAt: 200,
};

it('loses no change of many parallel requests, of which the first adds the document', async () => {
  const all = counts();
  await Promise.all(Array.from({ length: 50 }, () => addOrUpdate(all, 'a', increment)));
  expect(await all.find('a')).toEqual({ count: 50 });
});

it('fails with 503 where the store takes neither an addition nor an update', async () => {
  const all = counts({
    ...memoryStore({ clock: () => 100_000 }),
    commit: () => ({ committed: false, lost: 'a' }),
  });
  await expect(addOrUpdate(all, 'a', increment)).rejects.toMatchObject({
    reason: 'document.contended',
    status: 503,
  });
});

it('replaces a document of an older shape only when that has expired', async () => {
  const store = memoryStore({ clock: () => 100_000 });
  const host = { issuer: '', store, now: () => 100 };
  const isOlder = documentGuard<{ text: string }>({ text: { type: 'string' } });
  await documents(host, 'count', isOlder).add('a', { text: 'one' }, 200);
  await expect(addOrUpdate(counts(store), 'a', increment)).rejects.toMatchObject({
    reason: 'document.contended',
  });
  const later = documents({ ...host, now: () => 200 }, 'count', isCount);
  expect(await addOrUpdate(later, 'a', { ...increment, expiresAt: 300 })).toEqual({ count: 1 });
});
