import { AsyncLocalStorage } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import { afterEach, expect, it, vi } from 'vitest';
import { Connection, listen, request } from '@oauth/adapter-suite';
import type { HttpRequest, HttpResponse } from '@oauth/core';
import { nodeHandler } from './index.js';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

const paths = ['/a', '/b', '/c'];

function answering(work: (url: string) => void) {
  return {
    canHandle: () => true,
    handle: ({ url }: HttpRequest): Promise<HttpResponse> => {
      work(url);
      return Promise.resolve({ status: 200, headers: {}, body: url });
    },
  };
}

/** Sends a request on each connection before the server can read any. */
async function askTogether(port: number): Promise<readonly string[]> {
  const connections = await Promise.all(paths.map(() => Connection.open(port)));
  // Accepted and listened to, so that the next requests need nothing but reading.
  for (const connection of connections) await connection.ask(request('GET', '/before'));
  const asked = connections.map((connection, at) =>
    connection.ask(request('GET', paths[at] ?? '/')),
  );
  return (await Promise.all(asked)).map(({ body }) => body);
}

/** Every request is a cheap one then, unless its work advances the clock. */
function stopClock(): (milliseconds: number) => void {
  let clock = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  return (milliseconds) => void (clock += milliseconds);
}

/** What is worked on and answered, in order, while the clock goes on only as the work says. */
async function stepsOf(milliseconds: number): Promise<readonly string[]> {
  const advance = stopClock();
  const steps: string[] = [];
  const oauth = nodeHandler(
    answering((url) => {
      steps.push(`work ${url}`);
      advance(milliseconds);
    }),
  );
  const port = await listen((incoming, outgoing) => {
    outgoing.once('prefinish', () => steps.push(`answer ${incoming.url}`));
    oauth(incoming, outgoing);
  });
  expect(await askTogether(port)).toEqual(paths);
  return steps.filter((step) => !step.endsWith('/before'));
}

it('cheap requests that come together are worked on before the first answer is written', async () => {
  expect(await stepsOf(0)).toEqual([
    ...paths.map((path) => `work ${path}`),
    ...paths.map((path) => `answer ${path}`),
  ]);
});

it('where the work takes longer, each is answered before the next is worked on', async () => {
  expect(await stepsOf(1)).toEqual(paths.flatMap((path) => [`work ${path}`, `answer ${path}`]));
});

it('each is written in the asynchronous context of its own request', async () => {
  stopClock();
  const context = new AsyncLocalStorage<string | undefined>();
  const seen: (readonly [string | undefined, string | undefined])[] = [];
  const oauth = nodeHandler(answering(() => undefined));
  const port = await listen((incoming, outgoing) =>
    context.run(incoming.url, () => {
      outgoing.once('finish', () => seen.push([incoming.url, context.getStore()]));
      oauth(incoming, outgoing);
    }),
  );
  await askTogether(port);
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
])('fake timers %s hold no answer back', async (_title, install) => {
  const port = await listen(nodeHandler(answering(() => undefined)));
  install();
  expect(await askTogether(port)).toEqual(paths);
});
