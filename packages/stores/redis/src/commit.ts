import type { Change, StoredRecord } from '@oauth/core/plugin';
import { placeOf, type Place } from './partitions.js';
import { toValue } from './values.js';

/** A change as the commit script takes it. */
export function toArguments(change: Change, grantId: string): readonly string[] {
  const { field }: Place = placeOf(idOf(change), grantId);
  if ('record' in change) return [change.type, field, toValue(change.record)];
  return [change.type, field, change.type === 'extend' ? String(change.expiresAt) : ''];
}

/** The record that a change is about. */
export function idOf(change: Change): string {
  return 'record' in change ? change.record.id : change.id;
}

/** The first record of a grant that its changes bring along. */
export function recordIn(changes: readonly Change[]): StoredRecord | undefined {
  for (const change of changes) if ('record' in change) return change.record;
  return undefined;
}

/** The latest expiry, in epoch seconds, that the changes give a record; 0 when they give none. */
export function latestExpiry(changes: readonly Change[]): number {
  return changes.reduce((latest, change) => {
    if (change.type === 'remove') return latest;
    return Math.max(latest, 'record' in change ? change.record.expiresAt : change.expiresAt);
  }, 0);
}
