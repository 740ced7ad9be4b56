import type { Change, Store, StoredRecord } from '@oauth/core';

export interface ScalingResult {
  /** Microseconds that the store takes for one request of each kind. */
  readonly exchange: number;
  readonly refresh: number;
  readonly introspect: number;
}

type Grant = readonly [access: StoredRecord, refresh: StoredRecord];

const now = 2_000_000_000;

let serial = 0;

function text(): string {
  serial += 1;
  // In no order, as the ids of real grants are.
  return ((serial * 2_654_435_761) % 4_294_967_296).toString(36).padStart(7, '0');
}

function record(kind: string, grantId: string, expiresAt: number): StoredRecord {
  const id = `${grantId}${text()}${'d'.repeat(36)}`;
  const data = { scope: 'openid profile read', issuedAt: now, details: { auth_time: now } };
  const owner = { clientId: `client-${serial % 10}`, subject: `user-${serial % 100_000}` };
  return { id, version: 0, kind, grantId, ...owner, expiresAt, data };
}

function grant(): Grant {
  const grantId = `${text()}${text()}`.padEnd(16, '-');
  const [soon, late] = [now + 3600 + (serial % 3600), now + 2_000_000 + serial];
  return [record('access_token', grantId, soon), record('refresh_token', grantId, late)];
}

const insert = (inserted: StoredRecord): Change => ({ type: 'insert', record: inserted });
const spend = (read: StoredRecord): Change => ({
  type: 'update',
  record: { ...read, version: read.version + 1, data: { ...read.data, spentAt: now } },
});

/** A store with so many live grants, and some of them to use. */
export interface FilledStore {
  readonly store: Store;
  readonly sample: readonly Grant[];
}

/** Fills an empty store with live grants of two tokens each. */
export async function fill(store: Store, grants: number): Promise<FilledStore> {
  const sample: Grant[] = [];
  const every = Math.ceil(grants / 1000);
  for (let made = 0; made < grants; made += 500) {
    const batch = Array.from({ length: Math.min(500, grants - made) }, grant);
    await store.commit(batch.flat().map(insert));
    sample.push(...batch.filter((_, index) => (made + index) % every === 0));
  }
  return { store, sample };
}

/**
 * Times the reads and commits of code exchange, refresh and introspection: the median of each on
 * each store. They take turns, so that what else the machine does slows all of them down.
 */
export async function measure(
  stores: readonly FilledStore[],
  times: number,
): Promise<readonly ScalingResult[]> {
  const took = stores.map(() => ({
    exchange: [] as number[],
    refresh: [] as number[],
    introspect: [] as number[],
  }));
  for (let turn = 0; turn < times; turn += 1)
    for (const [index, { store, sample }] of stores.entries()) {
      const used = sample[turn % sample.length] ?? grant();
      took[index]?.exchange.push(await exchange(store));
      took[index]?.introspect.push(await timed(async () => store.get(used[0].id)));
      took[index]?.refresh.push(await refresh(store, used[1]));
    }
  return took.map((all) => ({
    exchange: median(all.exchange),
    refresh: median(all.refresh),
    introspect: median(all.introspect),
  }));
}

async function exchange(store: Store): Promise<number> {
  const [access, refresh] = grant();
  const code = { ...access, id: `${access.id}c`, kind: 'authorization_code' };
  await store.commit([insert(code)]);
  return timed(async () => {
    await store.get(code.id);
    await store.commit([spend(code), insert(access), insert(refresh)]);
  });
}

async function refresh(store: Store, token: StoredRecord): Promise<number> {
  const current = (await store.get(token.id)) ?? token;
  const next = [
    record('access_token', token.grantId, now + 3600),
    record('refresh_token', token.grantId, now + 2_000_000),
  ];
  return timed(async () => {
    await store.get(token.id);
    await store.commit([spend(current), ...next.map(insert)]);
  });
}

async function timed(call: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await call();
  return (performance.now() - start) * 1000;
}

function median(all: readonly number[]): number {
  return Math.round(all.toSorted((one, other) => one - other)[all.length >> 1] ?? NaN);
}
