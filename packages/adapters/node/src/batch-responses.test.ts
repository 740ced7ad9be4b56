import { AsyncLocalStorage } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import { afterEach, expect, it, vi } from 'vitest';
import { Connection, listenOnFreePort, rawRequest } from '@oauth/adapter-suite';
import type { HttpRequest, HttpResponse } from '@oauth/core';
import { nodeHandler } from './index.js';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

const paths = ['/a', '/b', '/c'];

function serverEchoingUrls(work: (url: string) => void) {
  return {
    canHandle: () => true,
    handle: ({ url }: HttpRequest): Promise<HttpResponse> => {
      work(url);
      return Promise.resolve({ status: 200, headers: {}, body: url });
    },
  };
}

/** Sends a request on each of several connections before the server can read any. */
async function sendRequestsAtOnce(port: number): Promise<readonly string[]> {
  const connections = await Promise.all(paths.map(() => Connection.open(port)));
  // Makes the server accept every connection, so that the next requests need only reading.
  for (const connection of connections) await connection.sendRequest(rawRequest('GET', '/before'));
  const responses = connections.map((connection, at) =>
    connection.sendRequest(rawRequest('GET', paths[at] ?? '/')),
  );
  return (await Promise.all(responses)).map(({ body }) => body);
}

/** Stops the clock: every request is a cheap one, unless its work advances the clock. */
function stopClock(): (milliseconds: number) => void {
  let clock = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  return (milliseconds) => void (clock += milliseconds);
}

/** The order in which requests are worked on and responses sent, where each takes `milliseconds`. */
async function recordSteps(milliseconds: number): Promise<readonly string[]> {
  const advance = stopClock();
  const steps: string[] = [];
  const handler = nodeHandler(
    serverEchoingUrls((url) => {
      steps.push(`work ${url}`);
      advance(milliseconds);
    }),
  );
  const port = await listenOnFreePort((incoming, outgoing) => {
    outgoing.once('prefinish', () => steps.push(`response ${incoming.url}`));
    handler(incoming, outgoing);
  });
  expect(await sendRequestsAtOnce(port)).toEqual(paths);
  return steps.filter((step) => !step.endsWith('/before'));
}

it('works on all cheap requests of a burst before the first response is written', async () => {
  expect(await recordSteps(0)).toEqual([
    ...paths.map((path) => `work ${path}`),
    ...paths.map((path) => `response ${path}`),
  ]);
});

it('writes each response before the next request where the work takes longer', async () => {
  expect(await recordSteps(1)).toEqual(
    paths.flatMap((path) => [`work ${path}`, `response ${path}`]),
  );
});

it('writes each response in the asynchronous context of its own request', async () => {
  stopClock();
  const context = new AsyncLocalStorage<string | undefined>();
  const seen: (readonly [string | undefined, string | undefined])[] = [];
  const handler = nodeHandler(serverEchoingUrls(() => undefined));
  const port = await listenOnFreePort((incoming, outgoing) =>
    context.run(incoming.url, () => {
      outgoing.once('finish', () => seen.push([incoming.url, context.getStore()]));
      handler(incoming, outgoing);
    }),
  );
  await sendRequestsAtOnce(port);
  expect(seen).toHaveLength(6);
  for (const [url, stored] of seen) expect(stored).toBe(url);
});

it.each([
  ['of vitest', () => void vi.useFakeTimers()],
  [
    'that replace node:timers too',
    () => {
      stopClock();
      vi.spyOn(timers, 'setImmediate').mockReturnValue(setImmediate(() => undefined));
      syncBuiltinESMExports();
    },
  ],
])('sends responses under fake timers %s', async (_title, install) => {
  const port = await listenOnFreePort(nodeHandler(serverEchoingUrls(() => undefined)));
  install();
  expect(await sendRequestsAtOnce(port)).toEqual(paths);
});
