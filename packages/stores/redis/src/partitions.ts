import { toColumn } from '@oauth/core/rows';

/** How long the grants' ids are that core makes. */
const length = 16;

/** Where a record is: a hash, and its field there. */
export interface Place {
  readonly partition: string;
  readonly field: string;
}

/**
 * The name of what holds a grant: one hash with all its records, so that a script finds them on one
 * server of a cluster. It is what the grant's id begins with, and with it the ids of its records.
 */
export function partitionOf(grantId: string): string {
  return grantId.length < length ? '' : toColumn(grantId.slice(0, length));
}

/** The place of a record of a grant. */
export function placeOf(id: string, grantId: string): Place {
  return grantId.length < length ? shared(id) : own(id);
}

/** Where a record may be whose grant is not known: most likely first. */
export function placesOf(id: string): readonly Place[] {
  return id.length < length ? [shared(id)] : [own(id), shared(id)];
}

/** A grant's id as a value has it: nothing when it is the partition's name. */
export function grantColumn(grantId: string): string {
  return grantId.length === length ? '' : toColumn(grantId);
}

function own(id: string): Place {
  return { partition: toColumn(id.slice(0, length)), field: toColumn(id.slice(length)) };
}

/** Grants with shorter ids, which core never makes, are all in one hash. */
function shared(id: string): Place {
  return { partition: '', field: toColumn(id) };
}
