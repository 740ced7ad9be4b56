import { once } from 'node:events';
import { expect, it } from 'vitest';
import { memoryStore } from '@oauth/store-memory';
import { compare } from './exchange/rounds.js';
import { storeSide } from './exchange/sides.js';
import { load } from './purge/load.js';
import { kinds, measure, parts, siteOf } from './scaling/measure.js';
import { makeServer } from './server/server.js';
import { table } from './table.js';

const filling = { batch: 1, inFlight: 1 };

it('exchange: sides take turns, and a side that trades no code is an error', async () => {
  const side = storeSide(memoryStore(), 'one');
  const rates = await compare([side, { ...side, name: 'other' }], {
    inFlight: 2,
    rounds: 2,
    trades: 10,
    databaseTime: () => 0,
  });
  expect(rates).toMatchObject([{ side: 'one', ratio: 1 }, { side: 'other' }]);
  const broken = { ...side, trade: () => Promise.resolve(false) };
  const single = { inFlight: 1, rounds: 1, trades: 1, databaseTime: () => 0 };
  await expect(compare([broken], single)).rejects.toThrow('was not traded');
  const twice = { ...side, trade: () => Promise.resolve(true) };
  await expect(compare([twice], single)).rejects.toThrow('won twice');
});

it('scaling: every kind of request is answered, on few and on many grants', async () => {
  const sites = [await siteOf(memoryStore(), 5, filling), await siteOf(memoryStore(), 50, filling)];
  const costs = await measure(sites, 10);
  for (const cost of costs)
    for (const kind of kinds) for (const part of parts) expect(cost[kind][part]).toBeGreaterThan(0);
});

it('purge under load: requests come until it is done', async () => {
  const server = makeServer(memoryStore(), 10);
  const done = new AbortController();
  let left = 40;
  const handle: typeof server.handle = (request) => {
    if ((left -= 1) === 0) done.abort();
    return server.handle(request);
  };
  const latencies = await load({ ...server, handle }, 1000, once(done.signal, 'abort'));
  expect(latencies.length).toBeGreaterThanOrEqual(40);
});

it('a table is Markdown, with its columns in line', () => {
  expect(
    table(
      ['', 'n'],
      [
        ['one', 1],
        ['two', 20],
      ],
    ).split('\n'),
  ).toEqual(['|     |  n |', '| --- | -: |', '| one |  1 |', '| two | 20 |']);
});
