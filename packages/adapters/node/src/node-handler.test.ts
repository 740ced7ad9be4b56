import { EventEmitter, once } from 'node:events';
import connect from 'connect';
import { describe, expect, it } from 'vitest';
import { basic, Connection, form, goodBody, listen, request, secret } from '@oauth/adapter-suite';
import { createServer, type HttpRequest, type HttpResponse } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
import { nodeHandler, type NodeHandlerOptions } from './index.js';

const answers = (handle: (request: HttpRequest) => Promise<HttpResponse>) => ({
  handle,
  canHandle: () => true,
});

const fixed = (response: Partial<HttpResponse>) =>
  answers(() => Promise.resolve({ status: 200, headers: {}, body: '', ...response }));

const get = request('GET', '/');

async function serve(
  server: Parameters<typeof nodeHandler>[0],
  options?: NodeHandlerOptions,
): Promise<Connection> {
  return Connection.open(await listen(nodeHandler(server, options)));
}

describe('what goes over the wire', () => {
  it('Content-Length counts bytes', async () => {
    const connection = await serve(fixed({ body: '{"name":"Zoë"}' }));
    const { headers, body } = await connection.ask(get);
    expect(headers.get('content-length')).toBe('15');
    expect(headers.has('transfer-encoding')).toBe(false);
    expect(Buffer.from(body, 'latin1').toString()).toBe('{"name":"Zoë"}');
  });

  it('HEAD gets the length and no body', async () => {
    const connection = await serve(fixed({ body: 'hello' }));
    const { headers } = await connection.ask(request('HEAD', '/'));
    expect(headers.get('content-length')).toBe('5');
    expect(await connection.ask(get)).toMatchObject({ status: 200, body: 'hello' });
  });

  it.each([204, 304])('%i has neither body nor length (RFC 9110 section 8.6)', async (status) => {
    const connection = await serve(fixed({ status }));
    await connection.send(get + request('GET', '/', { Connection: 'close' }));
    const [first, second] = [await connection.answer(true), await connection.answer(true)];
    expect([first.status, second.status]).toEqual([status, status]);
    expect(first.headers.has('content-length')).toBe(false);
  });

  it('a header of several values is sent several times', async () => {
    const cookies = ['a=1', 'b=2'];
    const port = await listen(nodeHandler(fixed({ headers: { 'Set-Cookie': cookies } })));
    const response = await fetch(`http://127.0.0.1:${port}/`);
    expect(response.headers.getSetCookie()).toEqual(cookies);
  });

  it('headers are found whatever their case, and none is inherited', async () => {
    const connection = await serve(
      answers(({ headers }) => {
        const seen = ['X-One', 'x-one', 'constructor', 'x-none'].map((name) => headers.get(name));
        return Promise.resolve({ status: 200, headers: {}, body: JSON.stringify(seen) });
      }),
    );
    const { body } = await connection.ask(request('GET', '/', { 'x-ONE': '1' }));
    expect(JSON.parse(body)).toEqual(['1', '1', null, null]);
  });
});

describe('paths', () => {
  const oauth = createServer({
    issuer: 'https://auth.example.com/tenant',
    clients: [{ client_id: 'app', client_secret: secret, grant_types: ['client_credentials'] }],
    store: memoryStore(),
    plugins: [clientCredentials()],
  });
  const headers = { Authorization: basic('app', secret) };
  const ask = (path: string): string =>
    form('grant_type=client_credentials', headers).replace('/token', path);

  it('a mount path is part of the issuer', async () => {
    const port = await listen(connect().use('/tenant', nodeHandler(oauth)));
    const connection = await Connection.open(port);
    expect((await connection.ask(ask('/tenant/token'))).status).toBe(200);
    expect((await connection.ask(ask('/token'))).status).toBe(404);
  });

  it('`url` puts back what a proxy has taken off', async () => {
    const url = ({ url = '/' }: { url?: string | undefined }): string => `/tenant${url}`;
    const connection = await serve(oauth, { url });
    expect((await connection.ask(ask('/token'))).status).toBe(200);
    expect((await connection.ask(ask('/tenant/token'))).status).toBe(404);
  });

  it('a path in absolute form is one too (RFC 9112 section 3.2.2)', async () => {
    const connection = await serve(oauth);
    expect((await connection.ask(ask('http://other.example/tenant/token'))).status).toBe(200);
  });
});

describe('failures', () => {
  const broken = new Error('password of the database: hunter2');

  it.each([
    ['a server that rejects', answers(() => Promise.reject(broken))],
    [
      'a server that throws',
      answers(() => {
        throw broken;
      }),
    ],
    ['a header that cannot be sent', fixed({ headers: { 'X-Name': 'a\r\nb: c' } })],
    ['a status that cannot be sent', fixed({ status: 99 })],
  ])('%s: a bare 500, and onError hears why', async (_title, server) => {
    const errors: unknown[] = [];
    const connection = await serve(server, { onError: (error) => errors.push(error) });
    const { status, headers, body } = await connection.ask(get);
    expect(status).toBe(500);
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(JSON.parse(body)).toEqual({
      error: 'server_error',
      error_description: 'The server met an unexpected condition.',
    });
    expect(errors).toEqual([expect.any(Error)]);
    expect((await connection.ask(get)).status).toBe(500);
  });

  it('a response on which nothing can be sent, not even the 500: the connection ends', async () => {
    const errors: unknown[] = [];
    const oauth = nodeHandler(fixed({ body: 'ok' }), { onError: (error) => errors.push(error) });
    const port = await listen((incoming, outgoing) => {
      outgoing.setHeader('Trailer', 'Server-Timing');
      oauth(incoming, outgoing);
    });
    const connection = await Connection.open(port);
    await connection.send(get);
    await connection.closed;
    expect(errors).toMatchObject([{ code: 'ERR_HTTP_TRAILER_INVALID' }]);
  });

  it('an onError that throws or rejects changes nothing', async () => {
    const thrower = (): never => {
      throw broken;
    };
    for (const onError of [thrower, () => Promise.reject(broken)]) {
      const connection = await serve(
        answers(() => Promise.reject(broken)),
        { onError },
      );
      expect((await connection.ask(get)).status).toBe(500);
      expect((await connection.ask(get)).status).toBe(500);
    }
  });

  it('an answer that comes after somebody else’s is dropped', async () => {
    const errors: unknown[] = [];
    const oauth = nodeHandler(fixed({ body: 'late' }), { onError: (error) => errors.push(error) });
    const port = await listen((incoming, outgoing) => {
      outgoing.end('first');
      oauth(incoming, outgoing);
    });
    const connection = await Connection.open(port);
    expect((await connection.ask(get)).body).toBe('first');
    expect((await connection.ask(get)).body).toBe('first');
    expect(errors).toEqual([]);
  });

  it('an answer for a client that has gone is dropped', async () => {
    const errors: unknown[] = [];
    const signals = new EventEmitter();
    const arrived = once(signals, 'arrived');
    const gone = once(signals, 'gone');
    const server = answers(async () => {
      signals.emit('arrived');
      await gone;
      return { status: 200, headers: {}, body: 'late' };
    });
    const oauth = nodeHandler(server, { onError: (error) => errors.push(error) });
    const port = await listen((incoming, outgoing) => {
      outgoing.on('error', (error) => errors.push(error));
      outgoing.on('close', () => signals.emit('gone'));
      oauth(incoming, outgoing);
    });
    const leaver = await Connection.open(port);
    await leaver.send(form(goodBody));
    await arrived;
    leaver.destroy();
    await gone;
    const connection = await Connection.open(port);
    expect((await connection.ask(get)).body).toBe('late');
    expect(errors).toEqual([]);
  });
});
