import { EventEmitter, once } from 'node:events';
import connect from 'connect';
import { describe, expect, it } from 'vitest';
import {
  basicAuthorization,
  clientSecret,
  Connection,
  listenOnFreePort,
  rawRequest,
  rawTokenRequest,
  validForm,
} from '@oauth/adapter-suite';
import { createServer, type HttpRequest, type HttpResponse } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
import { nodeHandler, type NodeHandlerOptions } from './index.js';

const serverHandlingWith = (handle: (request: HttpRequest) => Promise<HttpResponse>) => ({
  handle,
  canHandle: () => true,
});

const serverReturning = (response: Partial<HttpResponse>) =>
  serverHandlingWith(() => Promise.resolve({ status: 200, headers: {}, body: '', ...response }));

const getRequest = rawRequest('GET', '/');

async function openConnectionTo(
  server: Parameters<typeof nodeHandler>[0],
  options?: NodeHandlerOptions,
): Promise<Connection> {
  return Connection.open(await listenOnFreePort(nodeHandler(server, options)));
}

describe('nodeHandler responses', () => {
  it('have a Content-Length that counts bytes', async () => {
    const connection = await openConnectionTo(serverReturning({ body: '{"name":"Zoë"}' }));
    const { headers, body } = await connection.sendRequest(getRequest);
    expect(headers.get('content-length')).toBe('15');
    expect(headers.has('transfer-encoding')).toBe(false);
    expect(Buffer.from(body, 'latin1').toString()).toBe('{"name":"Zoë"}');
  });

  it('have the length and no body for HEAD', async () => {
    const connection = await openConnectionTo(serverReturning({ body: 'hello' }));
    const { headers } = await connection.sendRequest(rawRequest('HEAD', '/'));
    expect(headers.get('content-length')).toBe('5');
    expect(await connection.sendRequest(getRequest)).toMatchObject({ status: 200, body: 'hello' });
  });

  it.each([204, 304])(
    'have neither body nor length for status %i (RFC 9110 section 8.6)',
    async (status) => {
      const connection = await openConnectionTo(serverReturning({ status }));
      await connection.write(getRequest + rawRequest('GET', '/', { Connection: 'close' }));
      const [first, second] = [
        await connection.readResponse(true),
        await connection.readResponse(true),
      ];
      expect([first.status, second.status]).toEqual([status, status]);
      expect(first.headers.has('content-length')).toBe(false);
    },
  );

  it('repeat a header that has several values', async () => {
    const cookies = ['a=1', 'b=2'];
    const port = await listenOnFreePort(
      nodeHandler(serverReturning({ headers: { 'Set-Cookie': cookies } })),
    );
    const response = await fetch(`http://127.0.0.1:${port}/`);
    expect(response.headers.getSetCookie()).toEqual(cookies);
  });

  it('see request headers in any case, and none of Object.prototype', async () => {
    const connection = await openConnectionTo(
      serverHandlingWith(({ headers }) => {
        const seen = ['X-One', 'x-one', 'constructor', 'x-none'].map((name) => headers.get(name));
        return Promise.resolve({ status: 200, headers: {}, body: JSON.stringify(seen) });
      }),
    );
    const { body } = await connection.sendRequest(rawRequest('GET', '/', { 'x-ONE': '1' }));
    expect(JSON.parse(body)).toEqual(['1', '1', null, null]);
  });
});

describe('nodeHandler paths', () => {
  const oauth = createServer({
    issuer: 'https://auth.example.com/tenant',
    clients: [
      { client_id: 'app', client_secret: clientSecret, grant_types: ['client_credentials'] },
    ],
    store: memoryStore(),
    plugins: [clientCredentials()],
  });
  const headers = { Authorization: basicAuthorization('app', clientSecret) };
  const tokenRequestAt = (path: string): string =>
    rawTokenRequest('grant_type=client_credentials', headers).replace('/token', path);

  it('include the mount path of a framework', async () => {
    const port = await listenOnFreePort(connect().use('/tenant', nodeHandler(oauth)));
    const connection = await Connection.open(port);
    expect((await connection.sendRequest(tokenRequestAt('/tenant/token'))).status).toBe(200);
    expect((await connection.sendRequest(tokenRequestAt('/token'))).status).toBe(404);
  });

  it('are those of the option url, where a proxy has changed them', async () => {
    const url = ({ url = '/' }: { url?: string | undefined }): string => `/tenant${url}`;
    const connection = await openConnectionTo(oauth, { url });
    expect((await connection.sendRequest(tokenRequestAt('/token'))).status).toBe(200);
    expect((await connection.sendRequest(tokenRequestAt('/tenant/token'))).status).toBe(404);
  });

  it('are found in a request target in absolute form (RFC 9112 section 3.2.2)', async () => {
    const connection = await openConnectionTo(oauth);
    expect(
      (await connection.sendRequest(tokenRequestAt('http://other.example/tenant/token'))).status,
    ).toBe(200);
  });
});

describe('nodeHandler failures', () => {
  const broken = new Error('password of the database: hunter2');

  it.each([
    ['a server that rejects', serverHandlingWith(() => Promise.reject(broken))],
    [
      'a server that throws',
      serverHandlingWith(() => {
        throw broken;
      }),
    ],
    ['a header that cannot be sent', serverReturning({ headers: { 'X-Name': 'a\r\nb: c' } })],
    ['a status that cannot be sent', serverReturning({ status: 99 })],
  ])('send a bare 500 for %s and call onError with the cause', async (_title, server) => {
    const errors: unknown[] = [];
    const connection = await openConnectionTo(server, { onError: (error) => errors.push(error) });
    const { status, headers, body } = await connection.sendRequest(getRequest);
    expect(status).toBe(500);
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(JSON.parse(body)).toEqual({
      error: 'server_error',
      error_description: 'The server met an unexpected condition.',
    });
    expect(errors).toEqual([expect.any(Error)]);
    expect((await connection.sendRequest(getRequest)).status).toBe(500);
  });

  it('close the connection when not even the 500 can be sent', async () => {
    const errors: unknown[] = [];
    const handler = nodeHandler(serverReturning({ body: 'ok' }), {
      onError: (error) => errors.push(error),
    });
    const port = await listenOnFreePort((incoming, outgoing) => {
      outgoing.setHeader('Trailer', 'Server-Timing');
      handler(incoming, outgoing);
    });
    const connection = await Connection.open(port);
    await connection.write(getRequest);
    await connection.closed;
    expect(errors).toMatchObject([{ code: 'ERR_HTTP_TRAILER_INVALID' }]);
  });

  it('send the 500 even when onError throws or rejects', async () => {
    const throwBroken = (): never => {
      throw broken;
    };
    for (const onError of [throwBroken, () => Promise.reject(broken)]) {
      const connection = await openConnectionTo(
        serverHandlingWith(() => Promise.reject(broken)),
        { onError },
      );
      expect((await connection.sendRequest(getRequest)).status).toBe(500);
      expect((await connection.sendRequest(getRequest)).status).toBe(500);
    }
  });

  it('leave a response alone that another handler has sent', async () => {
    const errors: unknown[] = [];
    const handler = nodeHandler(serverReturning({ body: 'late' }), {
      onError: (error) => errors.push(error),
    });
    const port = await listenOnFreePort((incoming, outgoing) => {
      outgoing.end('first');
      handler(incoming, outgoing);
    });
    const connection = await Connection.open(port);
    expect((await connection.sendRequest(getRequest)).body).toBe('first');
    expect((await connection.sendRequest(getRequest)).body).toBe('first');
    expect(errors).toEqual([]);
  });

  it('drop the response for a client that has disconnected', async () => {
    const errors: unknown[] = [];
    const signals = new EventEmitter();
    const arrived = once(signals, 'arrived');
    const gone = once(signals, 'gone');
    const server = serverHandlingWith(async () => {
      signals.emit('arrived');
      await gone;
      return { status: 200, headers: {}, body: 'late' };
    });
    const handler = nodeHandler(server, { onError: (error) => errors.push(error) });
    const port = await listenOnFreePort((incoming, outgoing) => {
      outgoing.on('error', (error) => errors.push(error));
      outgoing.on('close', () => signals.emit('gone'));
      handler(incoming, outgoing);
    });
    const leaver = await Connection.open(port);
    await leaver.write(rawTokenRequest(validForm));
    await arrived;
    leaver.destroy();
    await gone;
    const connection = await Connection.open(port);
    expect((await connection.sendRequest(getRequest)).body).toBe('late');
    expect(errors).toEqual([]);
  });
});
