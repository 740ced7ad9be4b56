import type { Store } from '@oauth/core';
import { buildChanges, type CodeExchange } from './code-exchange.js';

/** One way to store codes and to exchange them. */
export interface Side {
  readonly name: string;
  /** Stores a code; this is not timed. */
  readonly storeCode: (exchange: CodeExchange) => Promise<unknown>;
  /** Reads the code, spends it and stores the tokens; resolves to whether it has won the code. */
  readonly exchangeCode: (exchange: CodeExchange) => Promise<boolean>;
}

/** The store, used as core uses it. */
export function storeSide(store: Store, name = 'the store'): Side {
  return {
    name,
    storeCode: async ({ code }) => store.commit([{ type: 'insert', record: code }]),
    async exchangeCode(exchange) {
      const code = await store.get(exchange.code.id);
      if (code?.version !== 0) return false;
      return (await store.commit(buildChanges(exchange))).committed;
    },
  };
}
