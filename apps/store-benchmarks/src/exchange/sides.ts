import type { Store } from '@oauth/core';
import { exchangeChanges, type Exchange } from './codes.js';

/** One way to store codes and to trade them. */
export interface Side {
  readonly name: string;
  /** Stores a code; this is not timed. */
  readonly issue: (exchange: Exchange) => Promise<unknown>;
  /** Reads the code, spends it and stores the tokens; whether it won. */
  readonly trade: (exchange: Exchange) => Promise<boolean>;
}

/** The store, as core uses it. */
export function storeSide(store: Store, name = 'the store'): Side {
  return {
    name,
    issue: async ({ code }) => store.commit([{ type: 'insert', record: code }]),
    async trade(exchange) {
      const read = await store.get(exchange.code.id);
      if (read?.version !== 0) return false;
      return (await store.commit(exchangeChanges(exchange))).committed;
    },
  };
}
