import type { HttpRequest, Server, Store } from '@oauth/core';
import { quantile } from '../quantile.js';
import { fill, type Filling, type KnownGrant } from '../server/grants.js';
import { makeServer, member, newCode, requests } from '../server/server.js';
import { watch, type WatchedStore } from './watched.js';

/** What a request of a kind takes, in microseconds: all of it, and the store's part. */
export interface Cost {
  readonly whole: number;
  readonly store: number;
}

export const kinds = ['code exchange', 'refresh', 'introspection'] as const;

/** Costs by kind of request. */
export type Costs = Readonly<Record<(typeof kinds)[number], Cost>>;

/** A server on a store that holds so many live grants. */
interface Site {
  readonly server: Server;
  /** The same on a store that is watched; watching takes time itself. */
  readonly watched: Server;
  readonly watch: WatchedStore;
  readonly known: readonly KnownGrant[];
  readonly times: Readonly<Record<(typeof kinds)[number], { whole: number[]; store: number[] }>>;
}

/** Fills a store, and makes its server. */
export async function siteOf(store: Store, grants: number, filling: Filling): Promise<Site> {
  const known = await fill(store, grants, filling);
  const users = Math.ceil(grants / 10);
  const watched = watch(store);
  const none = (): { whole: number[]; store: number[] } => ({ whole: [], store: [] });
  return {
    server: makeServer(store, users),
    watched: makeServer(watched.store, users),
    watch: watched,
    known,
    times: { 'code exchange': none(), refresh: none(), introspection: none() },
  };
}

/** Has sites answer by turns, so that what slows the machine slows all; the medians of each. */
export async function measure(sites: readonly Site[], turns: number): Promise<readonly Costs[]> {
  const warmUp = Math.ceil(turns / 5);
  for (let turn = -warmUp; turn < turns; turn += 1)
    for (const site of turn % 2 === 0 ? sites : sites.toReversed()) {
      const grant = site.known[(turn + warmUp) % site.known.length];
      if (grant) await take(site, grant, turn >= 0);
    }
  return sites.map(({ times }) => {
    const cost = (kind: (typeof kinds)[number]): Cost => ({
      whole: quantile(times[kind].whole, 0.5),
      store: quantile(times[kind].store, 0.5),
    });
    return {
      'code exchange': cost('code exchange'),
      refresh: cost('refresh'),
      introspection: cost('introspection'),
    };
  });
}

async function take(site: Site, grant: KnownGrant, counts: boolean): Promise<void> {
  const { server, watched, watch, times } = site;
  const answer = async (kind: (typeof kinds)[number], request: HttpRequest): Promise<string> => {
    const start = performance.now();
    const { status, body } = await server.handle(request);
    const time = (performance.now() - start) * 1000;
    if (status !== 200) throw new Error(`${kind}: ${status} ${body}`);
    if (counts) times[kind].whole.push(time);
    return body;
  };
  const answerWatched = async (kind: (typeof kinds)[number], request: HttpRequest) => {
    watch.takeTime();
    const { status, body } = await watched.handle(request);
    const time = watch.takeTime() * 1000;
    if (status !== 200) throw new Error(`${kind}: ${status} ${body}`);
    if (counts) times[kind].store.push(time);
    return body;
  };
  for (const call of [answer, answerWatched]) {
    await call('code exchange', requests.exchange(await newCode(server)));
    const body = await call('introspection', requests.introspection(grant.accessToken));
    if (!body.startsWith('{"active":true')) throw new Error(`introspection: ${body}`);
    const refreshed = await call('refresh', requests.refresh(grant.refreshToken));
    grant.accessToken = member(refreshed, 'access_token');
    grant.refreshToken = member(refreshed, 'refresh_token');
  }
}
