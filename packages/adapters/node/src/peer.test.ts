import { createServer as createHttpServer } from 'node:http';
import { connect as connectHttp2, createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { json } from 'node:stream/consumers';
import { connect as connectTls, TLSSocket, type ConnectionOptions } from 'node:tls';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Connection, createCertificate, listenOnFreePort, rawRequest } from '@oauth/adapter-suite';
import { nodeHandler } from './index.js';
import { peerServer } from './testing-support/peer-server.js';

const authority = createCertificate('authority');
const forLocalhost = createCertificate('localhost', authority);
const issued = createCertificate('app', authority);
const selfSigned = createCertificate('app');

const handler = nodeHandler(peerServer);
const tlsOptions = {
  cert: forLocalhost.cert,
  key: forLocalhost.key,
  ca: authority.cert,
  requestCert: true,
  rejectUnauthorized: false,
};

afterEach(() => {
  vi.restoreAllMocks();
});

async function readPeer(
  connection: Connection,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const { body } = await connection.sendRequest(rawRequest('GET', '/', headers));
  return JSON.parse(body);
}

/** Starts an HTTPS server that asks for client certificates; resolves to how clients connect to it. */
async function startTlsServer(): Promise<ConnectionOptions> {
  const port = await listenOnFreePort(createHttpsServer(tlsOptions, handler));
  return { port, host: '127.0.0.1', ca: authority.cert };
}

const spoofed = {
  'X-Forwarded-For': '203.0.113.7',
  'X-Real-IP': '203.0.113.7',
  Forwarded: 'for=203.0.113.7',
  'Client-Cert': `:${issued.der.toString('base64')}:`,
  'X-SSL-Client-Cert': encodeURIComponent(issued.cert),
  'X-SSL-Client-Verify': 'SUCCESS',
};

describe('peer.address', () => {
  it.each([
    ['IPv4', '127.0.0.1', '127.0.0.1', '127.0.0.1'],
    ['IPv6', '::1', '::1', '::1'],
    ['IPv4 on a socket that listens on IPv6 too', '::', '127.0.0.1', '127.0.0.1'],
  ])('is the address of the connection over %s', async (_title, host, connectTo, address) => {
    const port = await listenOnFreePort(createHttpServer(handler), host);
    expect(await readPeer(await Connection.open(port, connectTo))).toEqual({ address });
  });

  it('ignores every header of a proxy that the options do not name', async () => {
    const connection = await Connection.open(await listenOnFreePort(handler));
    expect(await readPeer(connection, spoofed)).toEqual({ address: '127.0.0.1' });
  });
});

describe('peer.certificate', () => {
  const address = '127.0.0.1';
  const certificate = (of: { readonly der: Buffer }): string => of.der.toString('base64');

  it('is trusted where an authority of the server has issued it', async () => {
    const client = await startTlsServer();
    const { cert, key } = issued;
    const connection = await Connection.openTls({ ...client, cert, key });
    const peer = { address, certificate: certificate(issued), trusted: true };
    expect(await readPeer(connection)).toEqual(peer);
  });

  it('is not trusted where the client has signed it itself', async () => {
    const client = await startTlsServer();
    const { cert, key } = selfSigned;
    const connection = await Connection.openTls({ ...client, cert, key });
    const peer = { address, certificate: certificate(selfSigned), trusted: false };
    expect(await readPeer(connection)).toEqual(peer);
  });

  it('is absent where the client has none, whatever its headers say', async () => {
    const connection = await Connection.openTls(await startTlsServer());
    expect(await readPeer(connection, spoofed)).toEqual({ address });
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'is that of the first connection when a session of %s is resumed',
    async (version) => {
      const client = { ...(await startTlsServer()), minVersion: version, maxVersion: version };
      const { cert, key } = issued;
      const session = await obtainSession({ ...client, cert, key });
      const connection = await Connection.openTls({ ...client, session });
      const peer = { address, certificate: certificate(issued), trusted: true };
      expect(await readPeer(connection)).toEqual(peer);
    },
  );

  it('is absent when a session without a certificate is resumed, which node calls authorized', async () => {
    const client = await startTlsServer();
    const session = await obtainSession(client);
    expect(await readPeer(await Connection.openTls({ ...client, session }))).toEqual({ address });
  });

  // Node leaves `authorized` true when a client of TLS 1.2 renegotiates with another certificate.
  it('is not trusted after a later handshake whose certificate node could not verify', async () => {
    const server = createHttpsServer(tlsOptions, handler);
    server.on('secureConnection', (socket) =>
      Object.assign(socket, { authorizationError: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    );
    const port = await listenOnFreePort(server);
    const { cert, key } = issued;
    const connection = await Connection.openTls({ port, ca: authority.cert, cert, key });
    expect(await readPeer(connection)).toMatchObject({ trusted: false });
  });

  it('is read over HTTP/2', async () => {
    const server = createSecureServer(tlsOptions, handler);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new TypeError('no port');
    const { cert, key } = issued;
    const session = connectHttp2(`https://localhost:${bound.port}`, {
      ca: authority.cert,
      cert,
      key,
      lookup: (_host, _options, callback) => callback(null, [{ address, family: 4 }]),
    });
    onTestFinished(() => {
      session.close();
      server.close();
    });
    const peer = { address, certificate: certificate(issued), trusted: true };
    expect(await json(session.request({ ':path': '/' }))).toEqual(peer);
  });

  it('is not parsed for a request whose certificate is not read', async () => {
    const parse = vi.spyOn(TLSSocket.prototype, 'getPeerX509Certificate');
    const server = createHttpsServer(
      tlsOptions,
      nodeHandler({
        canHandle: () => true,
        handle: ({ peer }) =>
          Promise.resolve({ status: 200, headers: {}, body: JSON.stringify(peer?.address) }),
      }),
    );
    const { cert, key } = issued;
    const port = await listenOnFreePort(server);
    const connection = await Connection.openTls({ port, ca: authority.cert, cert, key });
    expect(await readPeer(connection)).toBe(address);
    expect(parse).not.toHaveBeenCalled();
  });
});

/** Connects once; resolves to a session with which a client can connect again. */
async function obtainSession(options: ConnectionOptions): Promise<Buffer> {
  const socket = connectTls({ servername: 'localhost', ...options });
  const session = await new Promise<Buffer>((resolve) => socket.once('session', resolve));
  socket.destroy();
  return session;
}
