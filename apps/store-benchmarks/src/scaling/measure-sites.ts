import type { HttpResponse, Server, Store } from '@oauth/core';
import { quantile } from '../quantile.js';
import {
  createBenchmarkServer,
  parseTokens,
  requestCode,
  requests,
  type PreparedRequest,
} from '../server/benchmark-server.js';
import { fillStore, type FillOptions, type KnownGrant } from '../server/fill-store.js';
import { connectOverHttp } from './http-connection.js';
import { timedStore } from './timed-store.js';

/**
 * The parts of a request that are timed: all of it over HTTP on loopback, as the client waits for it;
 * what `handle` takes of that; and the store's calls alone.
 */
export const parts = ['over HTTP', 'in process', 'store'] as const;
export const kinds = ['code exchange', 'refresh', 'introspection'] as const;

type Part = (typeof parts)[number];
type Kind = (typeof kinds)[number];

/** Median microseconds by kind of request and by part. */
export type Costs = Readonly<Record<Kind, Readonly<Record<Part, number>>>>;

/** Sends a request; resolves to the microseconds of one part and the body, empty unless status 200. */
type TimedSend = (
  request: PreparedRequest,
) => Promise<{ readonly time: number; readonly body: string }>;

/** A server on a filled store. */
interface Site {
  readonly server: Server;
  readonly send: Readonly<Record<Part, TimedSend>>;
  readonly known: readonly KnownGrant[];
  readonly times: Readonly<Record<Kind, Readonly<Record<Part, number[]>>>>;
  readonly close: () => void;
}

/** Fills a store, and creates its server. */
export async function createSite(
  store: Store,
  grants: number,
  fillOptions: FillOptions,
): Promise<Site> {
  const known = await fillStore(store, grants, fillOptions);
  const users = Math.ceil(grants / 10);
  const server = createBenchmarkServer(store, users);
  const timed = timedStore(store);
  // Timing each call takes time, so the timed store has a server of its own.
  const timedServer = createBenchmarkServer(timed.store, users);
  const connection = await connectOverHttp(server);
  const noTimes = () => ({ 'over HTTP': [], 'in process': [], store: [] });
  return {
    server,
    known,
    send: {
      async 'over HTTP'({ wire }) {
        const start = performance.now();
        const response = await connection.send(wire);
        return { time: (performance.now() - start) * 1000, body: parseBody(response) };
      },
      async 'in process'(request) {
        const start = performance.now();
        const response = await server.handle(request);
        return { time: (performance.now() - start) * 1000, body: getBody(response) };
      },
      async store(request) {
        timed.takeTime();
        const response = await timedServer.handle(request);
        return { time: timed.takeTime() * 1000, body: getBody(response) };
      },
    },
    times: { 'code exchange': noTimes(), refresh: noTimes(), introspection: noTimes() },
    close: connection.close,
  };
}

/** Has the sites take turns, so that what slows the machine slows all of them. */
export async function measureSites(
  sites: readonly Site[],
  turns: number,
): Promise<readonly Costs[]> {
  const warmUp = Math.ceil(turns / 5);
  for (let turn = -warmUp; turn < turns; turn += 1)
    for (const site of turn % 2 === 0 ? sites : sites.toReversed())
      for (const [index, part] of parts.entries()) {
        // A grant per part: the processor's caches have nothing of it from another part.
        const place = ((turn + warmUp) * parts.length + index) % site.known.length;
        const grant = site.known[place];
        if (grant) await measureRequests(site, part, grant, turn >= 0);
      }
  for (const { close } of sites) close();
  return sites.map(calculateCosts);
}

async function measureRequests(
  { server, send, times }: Site,
  part: Part,
  grant: KnownGrant,
  keepsTimes: boolean,
): Promise<void> {
  const measure = async (kind: Kind, request: PreparedRequest): Promise<string> => {
    const { time, body } = await send[part](request);
    if (body === '') throw new Error(`${kind}: the server refused the request.`);
    if (keepsTimes) times[kind][part].push(time);
    return body;
  };
  await measure('code exchange', requests.exchange(await requestCode(server)));
  const body = await measure('introspection', requests.introspection(grant.accessToken));
  if (!body.startsWith('{"active":true')) throw new Error(`introspection: ${body}`);
  const tokens = parseTokens(await measure('refresh', requests.refresh(grant.refreshToken)));
  grant.accessToken = tokens.access;
  grant.refreshToken = tokens.refresh;
}

function calculateCosts({ times }: Site): Costs {
  const getMedians = (kind: Kind): Costs[Kind] => ({
    'over HTTP': quantile(times[kind]['over HTTP'], 0.5),
    'in process': quantile(times[kind]['in process'], 0.5),
    store: quantile(times[kind].store, 0.5),
  });
  return {
    'code exchange': getMedians('code exchange'),
    refresh: getMedians('refresh'),
    introspection: getMedians('introspection'),
  };
}

function getBody({ status, body }: HttpResponse): string {
  return status === 200 ? body : '';
}

function parseBody(response: string): string {
  return response.startsWith('HTTP/1.1 200 ')
    ? response.slice(response.indexOf('\r\n\r\n') + 4)
    : '';
}
