import type { ListRequest, ListTarget, Store, StoredRecord } from '@oauth/core/plugin';
import { listRecords } from '../../wrap-store.js';

/** Far more pages than any list of the suite has. */
const maxPages = 2000;

/** Reads a list page by page; calls `betweenPages` after each page but the last. */
export async function walkList(
  store: Store,
  target: ListTarget,
  request: Omit<ListRequest, 'after'>,
  betweenPages: (page: readonly StoredRecord[]) => Promise<unknown> = async () => undefined,
): Promise<readonly StoredRecord[]> {
  const all: StoredRecord[] = [];
  let position: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const { records, next } = await listRecords(store, target, { ...request, after: position });
    all.push(...records);
    if (next === undefined) return all;
    position = next;
    await betweenPages(records);
  }
  throw new Error(`The list has more than ${maxPages} pages.`);
}

/** Records in the order of their ids: lists have an order of their own. */
export function sortById(records: readonly StoredRecord[]): readonly StoredRecord[] {
  return [...records].sort((one, other) => (one.id < other.id ? -1 : 1));
}
