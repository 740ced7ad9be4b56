import { describe, expect, it } from 'vitest';
import { Connection, createCertificate, listenOnFreePort, rawRequest } from '@oauth/adapter-suite';
import { ConfigurationError } from '@oauth/core';
import { nodeHandler, type NodeHandlerOptions, type TrustedProxy } from './index.js';
import { peerServer } from './testing-support/peer-server.js';

type Headers = Readonly<Record<string, string>>;

/** What the server learns of the peer of a request with these headers. */
async function readPeer(trustedProxy: TrustedProxy, headers: Headers): Promise<unknown> {
  const port = await listenOnFreePort(nodeHandler(peerServer, { trustedProxy }));
  const connection = await Connection.open(port);
  const { body } = await connection.sendRequest(rawRequest('GET', '/', headers));
  return JSON.parse(body);
}

const forwardedFor = { addressHeader: 'X-Forwarded-For' };

describe('trustedProxy.addressHeader', () => {
  it.each<[title: string, hops: number, header: string, address: string]>([
    ['the only address', 1, '192.0.2.1', '192.0.2.1'],
    ['what the proxy has appended to a spoofed header', 1, '203.0.113.7, 192.0.2.1', '192.0.2.1'],
    ['what the outer of two proxies saw', 2, '203.0.113.7, 192.0.2.1, 10.0.0.1', '192.0.2.1'],
    ['an IPv6 address', 1, '2001:db8::1', '2001:db8::1'],
    ['an IPv6 address in brackets', 1, '[2001:db8::1]', '2001:db8::1'],
    ['an IPv4 address before a port', 1, '192.0.2.1:443', '192.0.2.1'],
    ['an IPv6 address before a port', 1, '[2001:db8::1]:443', '2001:db8::1'],
    ['the IPv4 address that is mapped into IPv6', 1, '::ffff:192.0.2.1', '192.0.2.1'],
  ])('takes %s for the address of the client', async (_title, hops, header, address) => {
    const headers = { 'X-Forwarded-For': header };
    expect(await readPeer({ ...forwardedFor, hops }, headers)).toEqual({ address });
  });

  it.each<[title: string, hops: number, header: string]>([
    ['passed fewer proxies than hops', 2, '203.0.113.7'],
    ['has an empty list', 1, ''],
    ['has an empty entry at the end', 1, '203.0.113.7,'],
    ['has a name', 1, 'unknown'],
    ['has an obfuscated node', 1, '_hidden'],
    ['has an element of RFC 7239', 1, 'for=203.0.113.7'],
    ['has an IPv4 address with a leading zero', 1, '203.0.113.07'],
    ['has three of four numbers', 1, '203.0.113'],
    ['has a number above 255', 1, '203.0.113.256'],
    ['has a port of six digits', 1, '203.0.113.7:123456'],
    ['has an IPv4 address in brackets', 1, '[203.0.113.7]'],
    ['has an open bracket', 1, '[2001:db8::1'],
    ['has a zone', 1, 'fe80::1%eth0'],
    ['has two addresses with a blank between', 1, '203.0.113.7 192.0.2.1'],
  ])('gives no address for a request that %s', async (_title, hops, header) => {
    const headers = { 'X-Forwarded-For': header };
    expect(await readPeer({ ...forwardedFor, hops }, headers)).toEqual({});
  });

  it('gives no address for a request without the header, and never that of the proxy', async () => {
    expect(await readPeer(forwardedFor, {})).toEqual({});
  });

  it('reads no header that it does not name', async () => {
    const headers = { 'X-Forwarded-For': '203.0.113.7', 'X-Real-IP': '192.0.2.1' };
    const address = '192.0.2.1';
    expect(await readPeer({ addressHeader: 'X-Real-IP' }, headers)).toEqual({ address });
  });

  it('takes no address from a header that the client sends beside that of the proxy', async () => {
    const port = await listenOnFreePort(
      nodeHandler(peerServer, { trustedProxy: { ...forwardedFor, hops: 1 } }),
    );
    const connection = await Connection.open(port);
    const twice = rawRequest('GET', '/', { 'X-Forwarded-For': '203.0.113.7' }).replace(
      '\r\n\r\n',
      '\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n',
    );
    const { body } = await connection.sendRequest(twice);
    expect(JSON.parse(body)).toEqual({ address: '192.0.2.1' });
  });
});

describe('trustedProxy.from', () => {
  const headers = { 'X-Forwarded-For': '203.0.113.7' };

  it.each([['127.0.0.1'], ['127.0.0.0/8'], ['0.0.0.0/0']])(
    'believes the headers of a proxy in %s',
    async (range) => {
      const proxy = { ...forwardedFor, from: ['2001:db8::/32', range] };
      expect(await readPeer(proxy, headers)).toEqual({ address: '203.0.113.7' });
    },
  );

  it.each([['10.0.0.0/8'], ['127.0.0.2'], ['::1'], ['2001:db8::/32']])(
    'believes nothing of a client that is not in %s',
    async (range) => {
      const proxy = { ...forwardedFor, from: [range] };
      expect(await readPeer(proxy, headers)).toEqual({ address: '127.0.0.1' });
    },
  );
});

describe('trustedProxy.certificateHeader', () => {
  const { cert, der } = createCertificate('app');
  const other = createCertificate('other');
  const certificate = der.toString('base64');
  const escaped = encodeURIComponent(cert);
  const from = ['127.0.0.1'];
  const proxy: TrustedProxy = { from, certificateHeader: 'X-SSL-Client-Cert' };
  const rfc9440: TrustedProxy = {
    from,
    certificateHeader: 'Client-Cert',
    certificateFormat: 'rfc9440',
  };

  it.each<[title: string, proxy: TrustedProxy, value: string]>([
    ['in the URL-encoded PEM of nginx', proxy, escaped],
    // An Application Load Balancer leaves three characters as they are.
    ['in URL-encoded PEM that leaves +, = and / as they are', proxy, encodePemLoosely(cert)],
    ['in the byte sequence of RFC 9440', rfc9440, `:${certificate}:`],
  ])('gives a certificate %s', async (_title, trustedProxy, value) => {
    const headers = { [trustedProxy.certificateHeader ?? '']: value };
    expect(await readPeer(trustedProxy, headers)).toEqual({ certificate, trusted: false });
  });

  it.each<[title: string, proxy: TrustedProxy, value: string]>([
    ['an empty header', proxy, ''],
    ['PEM that is cut off', proxy, escaped.slice(0, -40)],
    ['a broken percent-encoding', proxy, `${escaped}%zz`],
    ['text before the PEM', proxy, `x${escaped}`],
    ['a private key', proxy, encodeURIComponent(other.key)],
    ['PEM of something else', proxy, encodeURIComponent(cert.replace(/MI.*/, 'aGVsbG8='))],
    ['two certificates', proxy, encodeURIComponent(cert + other.cert)],
    ['two headers that node has joined', proxy, `${encodeURIComponent(other.cert)}, ${escaped}`],
    ['a byte sequence in place of PEM', proxy, `:${certificate}:`],
    ['PEM in place of a byte sequence', rfc9440, escaped],
    ['a byte sequence without its colons', rfc9440, certificate],
    ['two byte sequences', rfc9440, `:${certificate}:, :${other.der.toString('base64')}:`],
    ['a byte sequence of something else', rfc9440, ':aGVsbG8=:'],
  ])('gives no certificate for %s', async (_title, trustedProxy, value) => {
    const headers = { [trustedProxy.certificateHeader ?? '']: value };
    expect(await readPeer(trustedProxy, headers)).toEqual({});
  });

  const verified = { ...proxy, certificateVerifiedHeader: 'X-SSL-Client-Verify' };
  it.each([
    ['SUCCESS', true],
    ['FAILED:self-signed certificate', false],
    ['NONE', false],
    ['success', false],
    ['SUCCESS, SUCCESS', false],
    ['', false],
  ])('goes with a certificateVerifiedHeader of "%s": trusted is %s', async (value, trusted) => {
    const headers = { 'X-SSL-Client-Cert': escaped, 'X-SSL-Client-Verify': value };
    expect(await readPeer(verified, headers)).toEqual({ certificate, trusted });
  });

  it('is not read in a request of a client, which can write any certificate', async () => {
    const direct = { ...verified, from: ['10.0.0.0/8'] };
    const headers = { 'X-SSL-Client-Cert': escaped, 'X-SSL-Client-Verify': 'SUCCESS' };
    expect(await readPeer(direct, headers)).toEqual({ address: '127.0.0.1' });
  });

  it('is needed for a certificateVerifiedHeader to mean anything', async () => {
    expect(await readPeer(verified, { 'X-SSL-Client-Verify': 'SUCCESS' })).toEqual({});
  });
});

describe('nodeHandler with a wrong trustedProxy', () => {
  it.each<[path: string, options: TrustedProxy]>([
    ['trustedProxy', {}],
    ['trustedProxy', { hops: 2 }],
    ['trustedProxy.hops', { ...forwardedFor, hops: 0 }],
    ['trustedProxy.hops', { ...forwardedFor, hops: 1.5 }],
    ['trustedProxy.hops', { ...forwardedFor, hops: Number.NaN }],
    ['trustedProxy.addressHeader', { addressHeader: 'Forwarded' }],
    ['trustedProxy.addressHeader', { addressHeader: '' }],
    ['trustedProxy.addressHeader', { addressHeader: 'X-Real-IP: ' }],
    ['trustedProxy.certificateHeader', { from: ['127.0.0.1'], certificateHeader: 'client cert' }],
    ['trustedProxy.from', { certificateHeader: 'X-SSL-Client-Cert' }],
    ['trustedProxy.from', { ...forwardedFor, certificateHeader: 'X-SSL-Client-Cert' }],
    [
      'trustedProxy.certificateVerifiedHeader',
      { ...forwardedFor, certificateVerifiedHeader: 'X-SSL-Client-Verify' },
    ],
    ['trustedProxy.from', { ...forwardedFor, from: [] }],
    ['trustedProxy.from[1]', { ...forwardedFor, from: ['10.0.0.1', '10.0.0.0/33'] }],
    ['trustedProxy.from[0]', { ...forwardedFor, from: ['::1/129'] }],
    ['trustedProxy.from[0]', { ...forwardedFor, from: ['10.0.0.0/'] }],
    ['trustedProxy.from[0]', { ...forwardedFor, from: ['proxy.internal'] }],
    ['trustedProxy.from[0]', { ...forwardedFor, from: ['::/0'] }],
    ['trustedProxy.from[0]', { ...forwardedFor, from: ['::/64'] }],
    ['trustedProxy.from[0]', { ...forwardedFor, from: ['::ffff:0:0/96'] }],
    ['trustedProxy.from[1]', { ...forwardedFor, from: ['::1', '::ffff:10.0.0.1/80'] }],
  ])('names %s as the fault of %j', (path, trustedProxy) => {
    expect(findFaultPaths({ trustedProxy })).toEqual([path]);
  });

  it('says of an IPv6 range that it covers every IPv4 address', () => {
    const trustedProxy = { ...forwardedFor, from: ['::/64'] };
    expect(() => nodeHandler(peerServer, { trustedProxy })).toThrow(
      "trustedProxy.from[0]: is '::/64', which covers every IPv4 address as well",
    );
  });

  it.each([['::/96'], ['::1/128'], ['::ffff:10.0.0.0/104'], ['2001:db8::/32'], ['8000::/1']])(
    'has no fault to name in the IPv6 range %s, which does not cover every IPv4 address',
    (range) => {
      expect(findFaultPaths({ trustedProxy: { ...forwardedFor, from: [range] } })).toEqual([]);
    },
  );

  it('names every fault at once, misspelt options as well', () => {
    const options = { onerror: 1, trustedProxy: { header: 'X-Real-IP', hops: -1 } };
    expect(findFaultPaths(options)).toEqual([
      'onerror',
      'trustedProxy.header',
      'trustedProxy',
      'trustedProxy.hops',
    ]);
  });
});

function findFaultPaths(options: NodeHandlerOptions): readonly string[] {
  try {
    nodeHandler(peerServer, options);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults.map(({ path }) => path);
    throw error;
  }
}

function encodePemLoosely(pem: string): string {
  return encodeURIComponent(pem).replace(/%2B|%3D|%2F/g, decodeURIComponent);
}
