/** `npm run purge-under-load`: how long requests take while a million expired records are deleted. */
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Store } from '@oauth/core';
import { sendLoad, type Latencies } from './purge/send-load.js';
import { quantile } from './quantile.js';
import { createBenchmarkServer } from './server/benchmark-server.js';
import { fillStore } from './server/fill-store.js';
import { measureEachStore, type StoreService } from './services/measure-each-store.js';
import { formatTable } from './table.js';

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
/** Milliseconds; the table counts the requests that took longer. */
const slow = 100;
/** Records that one call of `purge` deletes at most. */
const batch = 10_000;

type Row = (string | number)[];

/** Deletes all expired records as an app does, but without a pause; resolves to their number. */
async function purgeAll(store: Store): Promise<number> {
  let total = 0;
  for (;;) {
    const deleted = await store.purge(Date.now() / 1000, batch);
    total += deleted;
    if (deleted < batch) return total;
  }
}

function formatRow(duration: number, latencies: Latencies): Row {
  return [
    Math.round(duration / 1000),
    latencies.length,
    ...[quantile(latencies, 0.5), quantile(latencies, 0.99)].map((time) => time.toFixed(1)),
    Math.round(quantile(latencies, 1)),
    latencies.filter((time) => time > slow).length,
  ];
}

async function measurePurge(service: StoreService): Promise<readonly Row[]> {
  const store = await service.openStore();
  await fillStore(store, 1000, service.fillOptions);
  await fillStore(store, records / 2, service.fillOptions, 'expired');
  await service.settle();
  const server = createBenchmarkServer(store, 10_000);
  await sendLoad(server, rate, setTimeout(3000));
  const measurePhase = async (until: Promise<unknown>): Promise<Row> => {
    const start = performance.now();
    const latencies = await sendLoad(server, rate, until);
    return formatRow(performance.now() - start, latencies);
  };
  const rowBefore = await measurePhase(setTimeout(seconds * 1000));
  let name = 'native expiry';
  let rowDuring: Row;
  if (service.expireAll === undefined) {
    const purge = purgeAll(store);
    rowDuring = await measurePhase(purge);
    name = `purge of ${(await purge).toLocaleString('en')}`;
  } else {
    await service.expireAll(seconds);
    rowDuring = await measurePhase(setTimeout(seconds * 1000));
  }
  const rowAfter = await measurePhase(setTimeout(seconds * 1000));
  return [
    [service.name, 'before', ...rowBefore],
    [service.name, name, ...rowDuring],
    [service.name, 'after', ...rowAfter],
  ];
}

const rows: Row[] = [];
await measureEachStore(values.only, async (service) => {
  rows.push(...(await measurePurge(service)));
});
console.log(
  formatTable(
    ['', 'while', 's', 'requests', 'median ms', '99 %', 'longest', `over ${slow} ms`],
    rows,
  ),
);
