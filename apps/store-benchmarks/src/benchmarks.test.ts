import { once } from 'node:events';
import { expect, it } from 'vitest';
import { memoryStore } from '@oauth/store-memory';
import { compareSides } from './exchange/compare-sides.js';
import { storeSide } from './exchange/sides.js';
import { sendLoad } from './purge/send-load.js';
import { createSite, kinds, measureSites, parts } from './scaling/measure-sites.js';
import { createBenchmarkServer } from './server/benchmark-server.js';
import { formatTable } from './table.js';

const fillOptions = { batch: 1, inFlight: 1 };

it('a side that exchanges no code, or a code twice, cannot get into the comparison', async () => {
  const side = storeSide(memoryStore(), 'one');
  const getDatabaseTime = () => 0;
  const rounds = { inFlight: 2, rounds: 2, exchanges: 10, getDatabaseTime };
  const results = await compareSides([side, { ...side, name: 'other' }], rounds);
  expect(results).toMatchObject([{ side: 'one', ratio: 1 }, { side: 'other' }]);
  const single = { inFlight: 1, rounds: 1, exchanges: 1, getDatabaseTime };
  const losing = { ...side, exchangeCode: () => Promise.resolve(false) };
  await expect(compareSides([losing], single)).rejects.toThrow('was not exchanged');
  const generous = { ...side, exchangeCode: () => Promise.resolve(true) };
  await expect(compareSides([generous], single)).rejects.toThrow('exchanged twice');
});

it('scaling measures every part of every kind of request', async () => {
  const sites = [
    await createSite(memoryStore(), 5, fillOptions),
    await createSite(memoryStore(), 50, fillOptions),
  ];
  const costs = await measureSites(sites, 10);
  for (const cost of costs)
    for (const kind of kinds) for (const part of parts) expect(cost[kind][part]).toBeGreaterThan(0);
});

it('the load under a purge goes on until the purge is done', async () => {
  const server = createBenchmarkServer(memoryStore(), 10);
  const purge = new AbortController();
  let left = 40;
  const handle: typeof server.handle = (request) => {
    if ((left -= 1) === 0) purge.abort();
    return server.handle(request);
  };
  const latencies = await sendLoad({ ...server, handle }, 1000, once(purge.signal, 'abort'));
  expect(latencies.length).toBeGreaterThanOrEqual(40);
});

it('a table is Markdown with aligned columns', () => {
  const rows = [
    ['one', 1],
    ['two', 20],
  ];
  expect(formatTable(['', 'n'], rows).split('\n')).toEqual([
    '|     |  n |',
    '| --- | -: |',
    '| one |  1 |',
    '| two | 20 |',
  ]);
});
