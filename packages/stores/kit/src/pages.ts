import type { ListRequest, ListTarget, StoredRecord } from '@oauth/core/plugin';
import { isListed } from './owners.js';

/** A record that a page has read, and its position in the order of the list. */
export interface ReadRecord<Position> {
  readonly position: Position;
  readonly record: StoredRecord;
}

/** The records of a page, and the position after which the next page begins. */
export interface SelectedPage<Position> {
  readonly records: readonly StoredRecord[];
  readonly next: Position | undefined;
}

const maxLimit = 1000;

/** Records that a page reads at least if it lists only some of them: more than a small limit. */
const minWindow = 100;

/**
 * @param isPosition whether a text is the `next` of a page of this store
 * @throws RangeError when `limit` is out of range, or `after` is no `next` of this store
 */
export function assertListRequest(
  { limit, after: position }: ListRequest,
  isPosition: (text: string) => boolean,
): void {
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= maxLimit))
    throw new RangeError(`list: limit must be an integer from 1 to ${maxLimit}; it is ${limit}.`);
  if (position === undefined || isPosition(position)) return;
  const text = JSON.stringify(position);
  throw new RangeError(`list: after must be the next of a page of this store; it is ${text}.`);
}

/**
 * How many records a page reads of the target's index before it selects those that are listed: a
 * bounded number, so that a page takes as long however many others there are. Read one more, to see
 * whether the list goes on.
 */
export function getWindow(target: ListTarget, { limit, kind }: ListRequest): number {
  const isFiltered = kind !== undefined || ('subject' in target && target.clientId !== undefined);
  return isFiltered ? Math.max(limit, minWindow) : limit;
}

/**
 * Selects the page of the records that were read, in order. It has at most `limit` records, and may
 * have fewer, even none, although the list goes on.
 */
export function selectPage<Position>(
  read: readonly ReadRecord<Position>[],
  target: ListTarget,
  request: ListRequest,
): SelectedPage<Position> {
  const window = getWindow(target, request);
  const listed = read
    .slice(0, window)
    .filter(({ record }) => isListed(record, target, request.kind));
  const page = listed.slice(0, request.limit);
  const hasMore = read.length > window;
  const last = listed.length > page.length ? page.at(-1) : hasMore ? read[window - 1] : undefined;
  return { records: page.map(({ record }) => record), next: last?.position };
}
