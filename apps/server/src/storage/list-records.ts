import type { ListTarget, Store, StoredRecord } from '@oauth/core';

const pageSize = 100;

/**
 * Lists records, read page by page. There may be expired ones among them.
 *
 * @throws TypeError when the store has no `list`
 */
export async function* listRecords(
  store: Store,
  target: ListTarget,
): AsyncGenerator<StoredRecord, void> {
  if (store.list === undefined) throw new TypeError('The store has no list: use one that has.');
  let after: string | undefined;
  do {
    const page = await store.list(target, { limit: pageSize, after });
    yield* page.records;
    after = page.next;
  } while (after !== undefined);
}
