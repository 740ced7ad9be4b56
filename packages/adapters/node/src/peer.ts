import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { HttpRequest, Peer, PeerCertificate } from '@oauth/core/plugin';
import { parseForwardedAddress, unmapAddress } from './forwarded-address.js';
import type { ProxyRules } from './trusted-proxy.js';

/** The other end of a connection, or the client that a trusted proxy speaks for. */
export function createPeer(
  socket: Socket,
  headers: HttpRequest['headers'],
  proxy: ProxyRules | undefined,
): Peer {
  return proxy?.isProxy(readAddress(socket)) === true
    ? createForwardedPeer(headers, proxy)
    : createConnectionPeer(socket);
}

/** Reads each member when it is asked for: most requests need none, and a certificate takes 20 µs. */
function createConnectionPeer(socket: Socket): Peer {
  return {
    get address() {
      return readAddress(socket);
    },
    get certificate() {
      return socket instanceof TLSSocket ? readCertificate(socket) : undefined;
    },
  };
}

function readAddress({ remoteAddress }: Socket): string | undefined {
  return remoteAddress === undefined ? undefined : unmapAddress(remoteAddress);
}

/**
 * `authorized` stays true when a client renegotiates with an untrusted certificate;
 * `authorizationError` is that of the last handshake.
 */
function readCertificate(socket: TLSSocket): PeerCertificate | undefined {
  const der = socket.getPeerX509Certificate()?.raw;
  const error: unknown = socket.authorizationError;
  return der && { der, trusted: socket.authorized && error === null };
}

/** Never the proxy's own address or certificate: a member without header is unknown. */
function createForwardedPeer(headers: HttpRequest['headers'], proxy: ProxyRules): Peer {
  const read = (header: string | undefined): string | null =>
    header === undefined ? null : headers.get(header);
  return {
    get address() {
      return parseForwardedAddress(read(proxy.addressHeader), proxy.hops);
    },
    get certificate() {
      const der = proxy.parseCertificate(read(proxy.certificateHeader) ?? '');
      const trusted = read(proxy.certificateVerifiedHeader) === 'SUCCESS';
      return der && { der, trusted };
    },
  };
}
