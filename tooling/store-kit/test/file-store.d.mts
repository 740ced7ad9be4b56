import type { Store } from '@oauth/core';

/** The ways to be wrong that only several processes show, and the groups that notice each. */
export const processFaults: readonly (readonly [fault: string, groups: readonly string[]])[];

/** Where a store is, and what is wrong with it. */
export interface FilePlace {
  readonly path: string;
  readonly fault?: string | undefined;
}

/** Opens a store of few lines on a database file: right, unless it is told to have a fault. */
export function open(place: FilePlace): Store;
