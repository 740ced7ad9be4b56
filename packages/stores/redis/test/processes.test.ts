import { race, type RaceResult } from '@oauth/store-races';
import { describe, expect, it } from 'vitest';
import { clusterClients, startCluster } from './cluster.js';
import { redisHere, serverHere } from './reachable.js';
import { clients, redisUrl, scratch, type Scratch } from './redis.js';

/** `ROUNDS=10000 npm run soak` for the README's figures. */
const rounds = Number(process.env['ROUNDS'] ?? 200);
const timeout = 3_600_000;
const title = `#133 of 64 redemptions by 4 processes one wins, ${rounds} times`;

async function raceOn(data: Scratch, urls: readonly string[]): Promise<RaceResult> {
  try {
    const entry = new URL('racer.mjs', import.meta.url).pathname;
    const args = [data.prefix, ...urls];
    return await race({ store: await data.open(), entry, args, rounds });
  } finally {
    await data.remove();
  }
}

function judge(where: string, { faults, wins, seconds }: RaceResult): void {
  if (rounds >= 1000)
    console.log(`${where}: ${rounds} rounds in ${Math.round(seconds)} s, won: ${wins.join(' ')}`);
  expect(faults).toEqual([]);
  expect(wins.reduce((sum, won) => sum + won)).toBe(rounds);
  expect(wins.filter((won) => won > 0).length).toBeGreaterThan(1);
}

describe.runIf(await redisHere())('Redis', () => {
  it(title, { timeout }, async () => {
    judge('Redis', await raceOn(scratch(clients.ioredis), [redisUrl]));
  });
});

describe.runIf(serverHere())('Redis Cluster', () => {
  it(title, { timeout }, async () => {
    const { ports, stop } = await startCluster();
    try {
      const data = scratch(clusterClients.ioredis(ports), async () => Promise.resolve());
      const urls = ports.map((port) => `redis://127.0.0.1:${port}`);
      judge('Redis Cluster', await raceOn(data, urls));
    } finally {
      await stop();
    }
  });
});
