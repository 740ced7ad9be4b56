import { AsyncLocalStorage } from 'node:async_hooks';
import { Connection, listen, request } from '@oauth/adapter-suite';
import type { HttpRequest, HttpResponse } from '@oauth/core';
import { afterEach, expect, it, vi } from 'vitest';
import { nodeHandler } from './index.js';

afterEach(() => {
  vi.useRealTimers();
});

const paths = ['/a', '/b', '/c'];

function answering(work: (url: string) => void) {
  return {
    handles: () => true,
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

it('requests that come together are worked on before the first answer is written', async () => {
  const steps: string[] = [];
  const oauth = nodeHandler(answering((url) => steps.push(`work ${url}`)));
  const port = await listen((incoming, outgoing) => {
    outgoing.once('prefinish', () => steps.push(`answer ${incoming.url}`));
    oauth(incoming, outgoing);
  });
  expect(await askTogether(port)).toEqual(paths);
  expect(steps.filter((step) => !step.endsWith('/before'))).toEqual([
    ...paths.map((path) => `work ${path}`),
    ...paths.map((path) => `answer ${path}`),
  ]);
});

it('each is written in the asynchronous context of its own request', async () => {
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

it('an app whose tests stop the clock gets its answers', async () => {
  vi.useFakeTimers();
  const port = await listen(nodeHandler(answering(() => undefined)));
  const connection = await Connection.open(port);
  expect((await connection.ask(request('GET', '/'))).body).toBe('/');
});
