import { defineReasons } from '@oauth/core/plugin';

/** Reasons of commits that the memory store refuses. */
export const memoryStoreError = /* @__PURE__ */ defineReasons({
  /** The memory store holds as many live records as the option `maxRecords` allows. */
  'store.full': {
    error: 'temporarily_unavailable',
    description: 'The server can store no more codes and tokens at the moment.',
    hint: 'Raise maxRecords, shorten lifetimes, or use a store that is a database.',
  },
});
