import { describe, expect, it } from 'vitest';
import { basic, formType, goodBody, secret } from '@oauth/adapter-suite';
import { createServer, type HttpResponse, type OAuthEvent } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
import { fetchHandler } from './index.js';

const url = 'https://auth.example.com/token';
const headers = { Authorization: basic('app', secret), 'Content-Type': formType };

function makeServer() {
  const events: OAuthEvent[] = [];
  const server = createServer({
    issuer: 'https://auth.example.com',
    clients: [
      {
        client_id: 'app',
        client_secret: secret,
        grant_types: ['client_credentials'],
        scope: 'read',
      },
    ],
    store: memoryStore(),
    plugins: [clientCredentials()],
    onEvent: (event) => events.push(event),
  });
  return { handler: fetchHandler(server), events };
}

const tokenRequest = (init: RequestInit = {}): Request =>
  new Request(url, { method: 'POST', headers, body: goodBody, ...init });

const fixed = (response: Partial<HttpResponse>) => ({
  handle: () => Promise.resolve({ status: 200, headers: {}, body: '', ...response }),
});

describe('bodies', () => {
  it('a form gets a token, whatever pieces it comes in', async () => {
    const { handler } = makeServer();
    const pieces = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of new TextEncoder().encode(goodBody))
          controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    for (const body of [goodBody, new URLSearchParams(goodBody), new Blob([goodBody]), pieces]) {
      const response = await handler(tokenRequest({ body, duplex: 'half' }));
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.json()).toMatchObject({ token_type: 'Bearer', scope: 'read' });
    }
  });

  // #116
  it.each([
    ['with a length', { 'Content-Length': String(goodBody.length) }],
    ['without a length', {}],
  ])('one that was read before is a 500 whose event says what to do, %s', async (_t, more) => {
    const { handler, events } = makeServer();
    const request = tokenRequest({ headers: { ...headers, ...more } });
    await request.text();
    const response = await handler(request);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ error: 'server_error' });
    expect(events).toMatchObject([{ type: 'request.failed', reason: 'request.body_consumed' }]);
    expect(events[0]?.hint).toContain('clone');
  });

  // #116
  it('one that somebody is reading is refused too', async () => {
    const { handler, events } = makeServer();
    const request = tokenRequest();
    request.body?.getReader();
    expect((await handler(request)).status).toBe(500);
    expect(events).toMatchObject([{ reason: 'request.body_consumed' }]);
  });

  it('a missing one is a request without parameters', async () => {
    const { handler } = makeServer();
    const response = await handler(tokenRequest({ body: null }));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_request' });
  });

  it.each([
    ['without a length', {}],
    // What somebody unpacked is longer than what came over the wire.
    ['of a false length', { 'Content-Length': '100', 'Content-Encoding': 'gzip' }],
  ])('one without end is cancelled at the limit, %s', async (_title, more) => {
    const { handler, events } = makeServer();
    let pulled = 0;
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(16_384).fill(120));
      },
      cancel() {
        cancelled = true;
      },
    });
    const request = tokenRequest({ body, duplex: 'half', headers: { ...headers, ...more } });
    const response = await handler(request);
    expect(response.status).toBe(413);
    expect(cancelled).toBe(true);
    expect(pulled).toBeLessThan(10);
    expect(events).toMatchObject([{ reason: 'request.too_large' }]);
  });

  it('a source that cannot be cancelled costs nothing', async () => {
    const { handler } = makeServer();
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(70_000)),
      cancel: () => Promise.reject(new Error('no')),
    });
    expect((await handler(tokenRequest({ body, duplex: 'half' }))).status).toBe(413);
  });

  it.each([
    ['with a length', { 'Content-Length': '100' }],
    ['without a length', {}],
  ])('one that breaks off is refused, %s', async (_title, more) => {
    const { handler, events } = makeServer();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.error(new Error('socket 7 closed')),
    });
    const request = tokenRequest({ body, duplex: 'half', headers: { ...headers, ...more } });
    const response = await handler(request);
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('socket 7');
    expect(events).toMatchObject([{ type: 'request.refused', reason: 'request.aborted' }]);
  });
});

describe('answers', () => {
  it('HEAD, 204 and 304 have no body', async () => {
    const head = fetchHandler(fixed({ body: 'hello' }));
    expect((await head(new Request(url, { method: 'HEAD' }))).body).toBe(null);
    for (const status of [204, 304]) {
      const response = await fetchHandler(fixed({ status }))(new Request(url));
      expect([response.status, response.body]).toEqual([status, null]);
    }
  });

  it('a header of several values is sent several times', async () => {
    const handler = fetchHandler(fixed({ headers: { 'Set-Cookie': ['a=1', 'b=2'] } }));
    const response = await handler(new Request(url));
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('`url` puts back what a mount path or a proxy has taken off', async () => {
    const server = {
      handle: (request: { url: string }) =>
        Promise.resolve({ status: 200, headers: {}, body: request.url }),
    };
    const handler = fetchHandler(server, {
      url: (request) => request.url.replace('/token', '/a/token'),
    });
    expect(await (await handler(new Request(url))).text()).toBe('https://auth.example.com/a/token');
  });

  const broken = new Error('password of the database: hunter2');
  it.each([
    ['a server that rejects', { handle: () => Promise.reject(broken) }],
    ['a header that cannot be sent', fixed({ headers: { 'X-Name': 'a\r\nb: c' } })],
    ['a status that cannot be sent', fixed({ status: 99 })],
  ])('%s: a bare 500, and onError hears why', async (_title, server) => {
    const errors: unknown[] = [];
    const onError = (error: unknown): Promise<never> => {
      errors.push(error);
      return Promise.reject(broken);
    };
    const response = await fetchHandler(server, { onError })(new Request(url));
    expect(response.status).toBe(500);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      error: 'server_error',
      error_description: 'The server met an unexpected condition.',
    });
    expect(errors).toEqual([expect.any(Error)]);
  });
});
