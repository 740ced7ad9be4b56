import type { Change, Store, StoredRecord } from '@oauth/core';

export interface ScalingResult {
  /** What the store does for one request of each kind, in microseconds: the median. */
  readonly exchange: number;
  readonly refresh: number;
  readonly introspect: number;
}

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

function grant(): readonly [access: StoredRecord, refresh: StoredRecord] {
  const grantId = `${text()}${text()}`.padEnd(16, '-');
  const [soon, late] = [now + 3600 + (serial % 3600), now + 2_000_000 + serial];
  return [record('access_token', grantId, soon), record('refresh_token', grantId, late)];
}

const insert = (inserted: StoredRecord): Change => ({ type: 'insert', record: inserted });
const spend = (read: StoredRecord): Change => ({
  type: 'update',
  record: { ...read, version: read.version + 1, data: { ...read.data, spentAt: now } },
});

/** Fills a store up to so many live grants of two tokens each; returns some of their records. */
export async function fill(
  store: Store,
  from: number,
  to: number,
): Promise<readonly (readonly [StoredRecord, StoredRecord])[]> {
  const sample: (readonly [StoredRecord, StoredRecord])[] = [];
  const every = Math.ceil((to - from) / 1000);
  for (let made = from; made < to; made += 500) {
    const grants = Array.from({ length: Math.min(500, to - made) }, grant);
    await store.commit(grants.flat().map(insert));
    sample.push(...grants.filter((_, index) => (made + index) % every === 0));
  }
  return sample;
}

/** The reads and commits of code exchange, refresh and introspection, one after the other. */
export async function measure(
  store: Store,
  sample: readonly (readonly [StoredRecord, StoredRecord])[],
  times: number,
): Promise<ScalingResult> {
  const took = { exchange: [] as number[], refresh: [] as number[], introspect: [] as number[] };
  const timed = async (into: number[], call: () => Promise<unknown>): Promise<void> => {
    const start = performance.now();
    await call();
    into.push((performance.now() - start) * 1000);
  };
  for (let turn = 0; turn < times; turn += 1) {
    const [access, refresh] = sample[turn % sample.length] ?? grant();
    const [first, second] = grant();
    const code = { ...first, id: `${first.id}c`, kind: 'authorization_code' };
    await store.commit([insert(code)]);
    await timed(took.exchange, async () => {
      await store.get(code.id);
      await store.commit([spend(code), insert(first), insert(second)]);
    });
    await timed(took.introspect, async () => store.get(access.id));
    const stored = (await store.get(refresh.id)) ?? refresh;
    const { grantId } = refresh;
    const next = [
      record('access_token', grantId, now + 3600),
      record('refresh_token', grantId, now + 9e6),
    ];
    await timed(took.refresh, async () => {
      await store.get(refresh.id);
      await store.commit([spend(stored), ...next.map(insert)]);
    });
  }
  const median = (all: readonly number[]): number =>
    Math.round(all.toSorted((a, b) => a - b)[all.length >> 1] ?? NaN);
  return {
    exchange: median(took.exchange),
    refresh: median(took.refresh),
    introspect: median(took.introspect),
  };
}
