import { createHash } from 'node:crypto';
import { createServer, request as sendRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCertificate, type TestCertificate } from '@oauth/adapter-suite';
import { getAuth, requireOAuth } from '@oauth/resource';
import { certificateSender } from '../examples/certificate-sender.js';
import { protectedApi } from '../test/protected-api.js';
import { nodePeer } from './node-peer.js';
import { toHttpRequest } from './node-request.js';

const authority = createCertificate('authority');
const localhost = createCertificate('localhost', authority);
const issued = createCertificate('app', authority);
const selfSigned = createCertificate('app');

/** An API behind TLS that accepts tokens bound to a client certificate. */
async function startTlsApi() {
  const api = protectedApi({ senders: { 'x5t#S256': certificateSender } });
  const mayRead = requireOAuth(api.api, 'read');
  const tlsOptions = { ...toOptions(localhost), ca: authority.cert, requestCert: true };
  const server = createServer({ ...tlsOptions, rejectUnauthorized: false }, (request, response) => {
    void mayRead(request, response, () => response.end(getAuth(request).subject));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  const { port } = address;
  const get = (token: string, client?: TestCertificate) =>
    new Promise<{ readonly status: number | undefined; readonly body: string }>(
      (resolve, reject) => {
        const headers = { Authorization: `Bearer ${token}`, Connection: 'close' };
        const identity = client === undefined ? {} : toOptions(client);
        const options = { host: '127.0.0.1', port, headers, ca: authority.cert, ...identity };
        sendRequest({ ...options, servername: 'localhost', agent: false }, (response) => {
          text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
        })
          .on('error', reject)
          .end();
      },
    );
  return { ...api, get };
}

function toOptions({ cert, key }: TestCertificate) {
  return { cert, key };
}

function boundTo({ der }: TestCertificate) {
  const thumbprint = createHash('sha256').update(der).digest('base64url');
  return { details: JSON.stringify({ cnf: { 'x5t#S256': thumbprint } }) };
}

describe('a certificate-bound token behind requireOAuth', () => {
  // #253
  it.each([
    ['an authority of the server has issued', issued],
    ['the client has signed itself', selfSigned],
  ])('passes only with its certificate, which %s', async (_, certificate) => {
    const { get, issueTokens } = await startTlsApi();
    const { access } = await issueTokens(boundTo(certificate));
    expect(await get(access, certificate)).toEqual({ status: 200, body: 'alice' });
    expect(await get(access, createCertificate('app', authority))).toMatchObject({ status: 401 });
    expect(await get(access)).toMatchObject({ status: 401 });
  });
});

describe('the peer of a node:http request', () => {
  const raw = Uint8Array.of(1, 2, 3);
  const getPeerX509Certificate = () => ({ raw });

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    [undefined, undefined],
  ])('has the address %s as %s', (remoteAddress, address) => {
    expect(nodePeer({ remoteAddress }).address).toBe(address);
  });

  it('has no certificate without TLS', () => {
    expect(nodePeer({ remoteAddress: '::1' }).certificate).toBeUndefined();
    expect(toHttpRequest({ headers: {} }).peer).toBeUndefined();
  });

  it.each([
    [true, { authorized: true, authorizationError: null }],
    [false, { authorized: false, authorizationError: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
    // Node leaves `authorized` true when a client of TLS 1.2 renegotiates with another certificate.
    [false, { authorized: true, authorizationError: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
    [false, { authorized: true }],
  ])('has a certificate with trusted %s for %j', (trusted, socket) => {
    const { certificate } = nodePeer({ ...socket, getPeerX509Certificate });
    expect(certificate).toEqual({ der: raw, trusted });
  });
});
