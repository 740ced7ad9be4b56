import type { Server, Store } from '@oauth/core';
import { quantile } from '../quantile.js';
import { fill, type Filling, type KnownGrant } from '../server/grants.js';
import { makeServer, member, newCode, requests, type PreparedRequest } from '../server/server.js';
import { watch } from './watched.js';
import { wireTo } from './wire.js';

/** Sends a request to a server in one way; how long that took, in microseconds, and the body. */
type Way = (request: PreparedRequest) => Promise<{ readonly took: number; readonly body: string }>;

/**
 * What of a request is timed: all of it over HTTP on loopback, as its client waits; what `handle`
 * takes; the store's part of that.
 */
export const parts = ['over HTTP', 'in process', 'store'] as const;
export const kinds = ['code exchange', 'refresh', 'introspection'] as const;

/** Microseconds by kind of request, and by part. */
export type Costs = Readonly<Record<Kind, Readonly<Record<Part, number>>>>;

type Part = (typeof parts)[number];
type Kind = (typeof kinds)[number];

/** A server on a store that holds so many live grants. */
interface Site {
  readonly server: Server;
  readonly ways: Readonly<Record<Part, Way>>;
  readonly known: readonly KnownGrant[];
  readonly times: Readonly<Record<Kind, Readonly<Record<Part, number[]>>>>;
  readonly close: () => void;
}

/** Fills a store, and makes its server. */
export async function siteOf(store: Store, grants: number, filling: Filling): Promise<Site> {
  const known = await fill(store, grants, filling);
  const users = Math.ceil(grants / 10);
  const server = makeServer(store, users);
  const watched = watch(store);
  // Watching takes time itself, so it has a server of its own.
  const onWatched = makeServer(watched.store, users);
  const wire = await wireTo(server);
  const none = () => ({ 'over HTTP': [], 'in process': [], store: [] });
  return {
    server,
    known,
    ways: {
      async 'over HTTP'({ wire: text }) {
        const start = performance.now();
        const answer = await wire.send(text);
        return { took: (performance.now() - start) * 1000, body: bodyIn(answer) };
      },
      async 'in process'(request) {
        const start = performance.now();
        const { status, body } = await server.handle(request);
        return { took: (performance.now() - start) * 1000, body: status === 200 ? body : '' };
      },
      async store(request) {
        watched.takeTime();
        const { status, body } = await onWatched.handle(request);
        return { took: watched.takeTime() * 1000, body: status === 200 ? body : '' };
      },
    },
    times: { 'code exchange': none(), refresh: none(), introspection: none() },
    close: wire.close,
  };
}

/** Has sites answer by turns, so that what slows the machine slows all; the medians of each. */
export async function measure(sites: readonly Site[], turns: number): Promise<readonly Costs[]> {
  const warmUp = Math.ceil(turns / 5);
  for (let turn = -warmUp; turn < turns; turn += 1)
    for (const site of turn % 2 === 0 ? sites : sites.toReversed())
      for (const [index, part] of parts.entries()) {
        // Each on a grant that no other has just brought into the processor's caches.
        const place = ((turn + warmUp) * parts.length + index) % site.known.length;
        const grant = site.known[place];
        if (grant) await take(site, part, grant, turn >= 0);
      }
  for (const { close } of sites) close();
  return sites.map(({ times }) => {
    const costs = (kind: Kind): Costs[Kind] => ({
      'over HTTP': quantile(times[kind]['over HTTP'], 0.5),
      'in process': quantile(times[kind]['in process'], 0.5),
      store: quantile(times[kind].store, 0.5),
    });
    return {
      'code exchange': costs('code exchange'),
      refresh: costs('refresh'),
      introspection: costs('introspection'),
    };
  });
}

async function take(
  { server, ways, times }: Site,
  part: Part,
  grant: KnownGrant,
  counts: boolean,
): Promise<void> {
  const answer = async (kind: Kind, request: PreparedRequest): Promise<string> => {
    const { took, body } = await ways[part](request);
    if (body === '') throw new Error(`${kind}: the answer is no success.`);
    if (counts) times[kind][part].push(took);
    return body;
  };
  await answer('code exchange', requests.exchange(await newCode(server)));
  const body = await answer('introspection', requests.introspection(grant.accessToken));
  if (!body.startsWith('{"active":true')) throw new Error(`introspection: ${body}`);
  const refreshed = await answer('refresh', requests.refresh(grant.refreshToken));
  grant.accessToken = member(refreshed, 'access_token');
  grant.refreshToken = member(refreshed, 'refresh_token');
}

/** The body of an answer with status 200; of others nothing. */
function bodyIn(answer: string): string {
  return answer.startsWith('HTTP/1.1 200 ') ? answer.slice(answer.indexOf('\r\n\r\n') + 4) : '';
}
