import { race } from '@oauth/store-races';
import { expect, it } from 'vitest';
import { onPostgres } from './on-postgres.js';

/** `ROUNDS=10000 npm run soak` for the README's figure. */
const rounds = Number(process.env['ROUNDS'] ?? 100);
/** Redemptions that each process has under way. */
const parallel = Number(process.env['PARALLEL'] ?? 16);
const timeout = 3_600_000;

onPostgres('processes', (schema, url) => {
  it(
    `#82 of ${4 * parallel} redemptions by 4 processes one wins, ${rounds} times`,
    { timeout },
    async () => {
      const prefix = await schema.table();
      const { faults, wins, seconds } = await race({
        store: await schema.open(prefix),
        entry: new URL('racer.mjs', import.meta.url).pathname,
        args: [url, schema.name, prefix],
        rounds,
        parallel,
      });
      if (rounds >= 1000)
        console.log(`${rounds} rounds in ${Math.round(seconds)} s, won: ${wins.join(' ')}`);
      expect(faults).toEqual([]);
      expect(wins.reduce((sum, won) => sum + won)).toBe(rounds);
      expect(wins.filter((won) => won > 0).length).toBeGreaterThan(1);
    },
  );
});
