import { storeSuite } from '@oauth/testing';
import { describe, expect, it } from 'vitest';
import { scratch, type Connect } from './redis.js';

/** The kit against a server or cluster that is there. */
export function kit(connect: Connect, clean?: (prefix: string) => Promise<void>): void {
  storeSuite(
    { describe, expect, it },
    async ({ now }) => {
      const data = scratch(connect, clean);
      return {
        store: await data.open({ now }),
        peers: async (count) =>
          Promise.all(Array.from({ length: count }, async () => data.open({ now }))),
        reopen: async () => {
          await data.disconnect();
          return data.open({ now });
        },
        close: data.remove,
      };
    },
    { persistent: true, nativeExpiry: true },
  );
}
