/** `npm run purge-under-load`: how long requests take while a million expired records are deleted. */
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Store } from '@oauth/core';
import { load } from './purge/load.js';
import { quantile } from './quantile.js';
import { fill } from './server/grants.js';
import { makeServer } from './server/server.js';
import { onEach, type Service } from './services/stores.js';
import { table } from './table.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    records: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '30' },
    rate: { type: 'string', default: '500' },
  },
});
const records = Number(values.records);
const seconds = Number(values.seconds);
const rate = Number(values.rate);
const limit = 100;

/** Deletes all that is expired as an app does, only that it never pauses. */
async function purgeAll(store: Store): Promise<number> {
  let deleted = 0;
  for (;;) {
    const some = await store.purge(Date.now() / 1000, 10_000);
    deleted += some;
    if (some < 10_000) return deleted;
  }
}

async function measure(service: Service): Promise<readonly (string | number)[][]> {
  const store = await service.open();
  await fill(store, 1000, service.filling);
  await fill(store, records / 2, service.filling, 'expired');
  await service.settle();
  const server = makeServer(store, 10_000);
  await load(server, rate, setTimeout(3000));
  const rows: (string | number)[][] = [];
  async function phase(name: string, work: Promise<unknown>): Promise<void> {
    const start = performance.now();
    const latencies = await load(server, rate, work);
    rows.push([
      service.name,
      name,
      Math.round((performance.now() - start) / 1000),
      latencies.length,
      ...[quantile(latencies, 0.5), quantile(latencies, 0.99)].map((time) => time.toFixed(1)),
      Math.round(quantile(latencies, 1)),
      latencies.filter((time) => time > limit).length,
    ]);
  }
  await phase('before', setTimeout(seconds * 1000));
  if (service.expire === undefined) {
    const purge = purgeAll(store);
    await phase('purge', purge);
    rows.at(-1)?.splice(1, 1, `purge of ${(await purge).toLocaleString('en')}`);
  } else {
    await service.expire(seconds);
    await phase('native expiry', setTimeout(seconds * 1000));
  }
  await phase('after', setTimeout(seconds * 1000));
  return rows;
}

const all: (string | number)[][] = [];
await onEach(values.only, async (service) => {
  all.push(...(await measure(service)));
});
console.log(
  table(['', 'while', 's', 'requests', 'median ms', '99 %', 'longest', `over ${limit} ms`], all),
);
