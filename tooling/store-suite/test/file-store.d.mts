import type { Store } from '@oauth/core';

/** Faults that show only across processes, and the groups of cases that find each. */
export const processFaults: readonly (readonly [fault: string, groups: readonly string[]])[];

/** The file of a store, and the store's fault. */
export interface FilePlace {
  readonly path: string;
  readonly fault?: string | undefined;
}

/** Opens a store of few lines on a database file: right, unless it is given a fault. */
export function open(place: FilePlace): Store;
