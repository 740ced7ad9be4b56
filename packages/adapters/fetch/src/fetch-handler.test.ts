import { describe, expect, it } from 'vitest';
import {
  basicAuthorization,
  clientSecret,
  createTestServer,
  formContentType,
  validForm,
} from '@oauth/adapter-suite';
import type { HttpRequest, HttpResponse } from '@oauth/core';
import { fetchHandler } from './index.js';

const url = 'https://auth.example.com/token';
const headers = {
  Authorization: basicAuthorization('app', clientSecret),
  'Content-Type': formContentType,
};

function createHandler() {
  const { oauth, events } = createTestServer();
  return { handler: fetchHandler(oauth), events };
}

const tokenRequest = (init: RequestInit = {}): Request =>
  new Request(url, { method: 'POST', headers, body: validForm, ...init });

const serverReturning = (response: Partial<HttpResponse>) => ({
  handle: () => Promise.resolve({ status: 200, headers: {}, body: '', ...response }),
});

describe('fetchHandler request bodies', () => {
  it('get a token, in whatever pieces they come', async () => {
    const { handler } = createHandler();
    const pieces = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of new TextEncoder().encode(validForm))
          controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    for (const body of [validForm, new URLSearchParams(validForm), new Blob([validForm]), pieces]) {
      const response = await handler(tokenRequest({ body, duplex: 'half' }));
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.json()).toMatchObject({ token_type: 'Bearer', scope: 'read' });
    }
  });

  // #116
  it.each([
    ['with a length', { 'Content-Length': String(validForm.length) }],
    ['without a length', {}],
  ])(
    'that were read before are a 500 whose event names the cure, %s',
    async (_title, extraHeaders) => {
      const { handler, events } = createHandler();
      const request = tokenRequest({ headers: { ...headers, ...extraHeaders } });
      await request.text();
      const response = await handler(request);
      expect(response.status).toBe(500);
      expect(await response.json()).toMatchObject({ error: 'server_error' });
      expect(events).toMatchObject([{ type: 'request.failed', reason: 'request.body_consumed' }]);
      expect(events[0]?.hint).toContain('clone');
    },
  );

  // #116
  it('that another reader has locked are a 500', async () => {
    const { handler, events } = createHandler();
    const request = tokenRequest();
    request.body?.getReader();
    expect((await handler(request)).status).toBe(500);
    expect(events).toMatchObject([{ reason: 'request.body_consumed' }]);
  });

  it('may be absent: a request without parameters is refused', async () => {
    const { handler } = createHandler();
    const response = await handler(tokenRequest({ body: null }));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_request' });
  });

  it.each([
    ['without a length', {}],
    // A runtime that decompresses gives more than Content-Length says.
    ['of a false length', { 'Content-Length': '100', 'Content-Encoding': 'gzip' }],
  ])('without end are cancelled at the limit, %s', async (_title, extraHeaders) => {
    const { handler, events } = createHandler();
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
    const request = tokenRequest({
      body,
      duplex: 'half',
      headers: { ...headers, ...extraHeaders },
    });
    const response = await handler(request);
    expect(response.status).toBe(413);
    expect(cancelled).toBe(true);
    expect(pulled).toBeLessThan(10);
    expect(events).toMatchObject([{ reason: 'request.too_large' }]);
  });

  it('are refused even when their source cannot be cancelled', async () => {
    const { handler } = createHandler();
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(70_000)),
      cancel: () => Promise.reject(new Error('no')),
    });
    expect((await handler(tokenRequest({ body, duplex: 'half' }))).status).toBe(413);
  });

  it.each([
    ['with a length', { 'Content-Length': '100' }],
    ['without a length', {}],
  ])('that break off are refused without the cause, %s', async (_title, extraHeaders) => {
    const { handler, events } = createHandler();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.error(new Error('socket 7 closed')),
    });
    const request = tokenRequest({
      body,
      duplex: 'half',
      headers: { ...headers, ...extraHeaders },
    });
    const response = await handler(request);
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('socket 7');
    expect(events).toMatchObject([{ type: 'request.refused', reason: 'request.aborted' }]);
  });
});

describe('fetchHandler peers', () => {
  /** Responds with the address of the peer. */
  const server = {
    handle: ({ peer }: HttpRequest): Promise<HttpResponse> =>
      Promise.resolve({ status: 200, headers: {}, body: peer?.address ?? 'unknown' }),
  };
  const spoofed = new Request(url, {
    headers: { 'X-Forwarded-For': '203.0.113.7', 'CF-Connecting-IP': '203.0.113.7' },
  });

  it('are unknown without the option, whatever headers a client sends', async () => {
    expect(await (await fetchHandler(server)(spoofed)).text()).toBe('unknown');
  });

  it('are what the option makes of the request and of what the platform passes', async () => {
    const handler = fetchHandler(server, {
      peer: (_request, info: { readonly address: string }) => info,
    });
    expect(await (await handler(spoofed, { address: '192.0.2.1' })).text()).toBe('192.0.2.1');
  });

  it('cost nothing in a request whose peer is not read', async () => {
    const handler = fetchHandler(serverReturning({ body: 'hello' }), {
      peer: () => {
        throw new Error('read');
      },
    });
    expect(await (await handler(new Request(url))).text()).toBe('hello');
  });
});

it('fetchHandler refuses options that do not exist', () => {
  const options = { url: undefined, onerror: () => undefined };
  expect(() => fetchHandler(serverReturning({}), options)).toThrow('onerror: is not an option');
});

describe('fetchHandler responses', () => {
  it('have no body for HEAD, 204 and 304', async () => {
    const head = fetchHandler(serverReturning({ body: 'hello' }));
    expect((await head(new Request(url, { method: 'HEAD' }))).body).toBe(null);
    for (const status of [204, 304]) {
      const response = await fetchHandler(serverReturning({ status }))(new Request(url));
      expect([response.status, response.body]).toEqual([status, null]);
    }
  });

  it('repeat a header that has several values', async () => {
    const handler = fetchHandler(serverReturning({ headers: { 'Set-Cookie': ['a=1', 'b=2'] } }));
    const response = await handler(new Request(url));
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('are for the path that the option url gives', async () => {
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
    ['a header that cannot be sent', serverReturning({ headers: { 'X-Name': 'a\r\nb: c' } })],
    ['a status that cannot be sent', serverReturning({ status: 99 })],
  ])('are a bare 500 for %s, and onError gets the cause', async (_title, server) => {
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
