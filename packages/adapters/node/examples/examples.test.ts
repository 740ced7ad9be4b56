import { once } from 'node:events';
import { expect, it, onTestFinished, vi } from 'vitest';
import {
  basicAuthorization,
  Connection,
  createCertificate,
  listenOnFreePort,
  type CreateListener,
  rawRequest,
  rawTokenRequest,
  startServer,
  validForm,
} from '@oauth/adapter-suite';
import { peerServer } from '../src/testing-support/peer-server.js';
import { createHandler as createProxiedHandler } from './behind-nginx.js';
import { createApp as makeExpress } from './express.js';
import { createApp as makeFastify } from './fastify.js';
import { createMutualTlsServer } from './mutual-tls.js';

it('issues a token from the smallest server', async () => {
  vi.stubEnv('PORT', '0');
  const { http } = await import('./server.js');
  onTestFinished(() => void http.close());
  if (!http.listening) await once(http, 'listening');
  const address = http.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  const connection = await Connection.open(address.port);
  const authorization = basicAuthorization('my-service', 'a-secret-of-at-least-32-characters');
  const response = await connection.sendRequest(
    rawTokenRequest(validForm, { Authorization: authorization }),
  );
  connection.destroy();
  expect(response.status).toBe(200);
  expect(JSON.parse(response.body)).toMatchObject({ token_type: 'Bearer', scope: 'read' });
});

it.each<[string, CreateListener]>([
  ['Express', makeExpress],
  [
    'Fastify',
    async (server) => {
      const app = makeFastify(server);
      await app.ready();
      return (incoming, outgoing) => app.routing(incoming, outgoing);
    },
  ],
])('serves the rest of the app in %s', async (_name, createListener) => {
  const { connect } = await startServer(createListener);
  const connection = await connect();
  expect((await connection.sendRequest(rawTokenRequest(validForm))).status).toBe(200);
  expect(await connection.sendRequest(rawRequest('GET', '/hello'))).toMatchObject({
    body: 'hello',
  });
});

const certificate = createCertificate('localhost');
const { cert, key } = certificate;
const base64 = certificate.der.toString('base64');

it('tells the server the client certificate of a TLS connection', async () => {
  const server = createMutualTlsServer(peerServer, { cert, key, ca: cert });
  const port = await listenOnFreePort(server);
  const connection = await Connection.openTls({ port, ca: cert, cert, key });
  const { body } = await connection.sendRequest(rawRequest('GET', '/'));
  expect(JSON.parse(body)).toEqual({ address: '127.0.0.1', certificate: base64, trusted: true });
});

it('tells the server the client that nginx speaks for', async () => {
  const port = await listenOnFreePort(createProxiedHandler(peerServer));
  const connection = await Connection.open(port);
  const headers = {
    'X-Forwarded-For': '203.0.113.7, 192.0.2.1',
    'X-SSL-Client-Cert': encodeURIComponent(cert),
    'X-SSL-Client-Verify': 'SUCCESS',
  };
  const { body } = await connection.sendRequest(rawRequest('GET', '/', headers));
  expect(JSON.parse(body)).toEqual({ address: '192.0.2.1', certificate: base64, trusted: true });
});
