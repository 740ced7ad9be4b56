import { toColumn } from '@oauth/store-kit';

/** Characters of the grant ids that core makes. */
const routeLength = 16;

/** Where a record is: a hash, and a field of it. */
export interface Place {
  readonly partition: string;
  readonly field: string;
}

/**
 * The name of the hash that holds a grant's records, all of them, so that a script reaches them on one
 * node of a cluster. The grant's id begins with it, and so do the ids of the records.
 */
export function getPartition(grantId: string): string {
  return grantId.length < routeLength ? '' : toColumn(grantId.slice(0, routeLength));
}

/** The place of a record whose grant is known. */
export function getPlace(id: string, grantId: string): Place {
  return grantId.length < routeLength ? placeInSharedHash(id) : placeInOwnHash(id);
}

/** The places where a record may be whose grant is not known, the likely one first. */
export function listPlaces(id: string): readonly Place[] {
  return id.length < routeLength
    ? [placeInSharedHash(id)]
    : [placeInOwnHash(id), placeInSharedHash(id)];
}

/** A grant's id as a value holds it: empty when it is the partition's name. */
export function toGrantLine(grantId: string): string {
  return grantId.length === routeLength ? '' : toColumn(grantId);
}

function placeInOwnHash(id: string): Place {
  return { partition: toColumn(id.slice(0, routeLength)), field: toColumn(id.slice(routeLength)) };
}

/** Grants with shorter ids, which core never makes, share one hash. */
function placeInSharedHash(id: string): Place {
  return { partition: '', field: toColumn(id) };
}
