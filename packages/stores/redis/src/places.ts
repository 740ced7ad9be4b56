import { routeLength, type StoredRecord } from '@oauth/core/plugin';
import { toColumn } from '@oauth/store-kit';

/** Where a record is: a hash, and a field of it. */
export interface Place {
  readonly partition: string;
  readonly field: string;
}

/**
 * The place of a record. Its partition is named by the route, so one hash has all records of a grant,
 * and a script reaches them on one node of a cluster.
 */
export function getPlace(id: string): Place {
  return { partition: getPartition(id), field: toColumn(id.slice(routeLength)) };
}

/** The partition of a record's or a grant's id. */
export function getPartition(id: string): string {
  return toColumn(id.slice(0, routeLength));
}

/** A grant's id as a value holds it: empty when it is the partition's name. */
export function toGrantLine(grantId: string): string {
  return grantId.length === routeLength ? '' : toColumn(grantId);
}

/** @throws Error when the records of a grant would not share a partition */
export function assertRoute({ grantId }: StoredRecord): void {
  if (grantId.length >= routeLength) return;
  const text = JSON.stringify(grantId);
  throw new Error(`A grantId must have at least ${routeLength} characters; it is ${text}.`);
}
