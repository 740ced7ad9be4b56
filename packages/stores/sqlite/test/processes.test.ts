import { race } from '@oauth/store-races';
import { expect, it } from 'vitest';
import { temporaryFile } from './temporary-file.js';

/** `ROUNDS=10000 npm run soak` for the README's figure. */
const rounds = Number(process.env['ROUNDS'] ?? 100);
/** Redemptions that each process has under way. */
const parallel = Number(process.env['PARALLEL'] ?? 16);
const timeout = 3_600_000;

it(
  `#82 of ${4 * parallel} redemptions by 4 processes one wins, ${rounds} times`,
  { timeout },
  async () => {
    const file = temporaryFile();
    try {
      const { faults, wins, seconds } = await race({
        store: file.open(),
        entry: new URL('racer.mjs', import.meta.url).pathname,
        args: [file.path],
        rounds,
        parallel,
      });
      if (rounds >= 1000)
        console.log(`${rounds} rounds in ${Math.round(seconds)} s, won: ${wins.join(' ')}`);
      expect(faults).toEqual([]);
      expect(wins.reduce((sum, won) => sum + won)).toBe(rounds);
      expect(wins.filter((won) => won > 0).length).toBeGreaterThan(1);
    } finally {
      file.remove();
    }
  },
);
