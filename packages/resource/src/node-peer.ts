import type { Peer, PeerCertificate } from '@oauth/core/plugin';

/** The part of a node:net or node:tls socket that this package reads. */
export interface NodeSocket {
  readonly remoteAddress?: string | undefined;
  /** Only a socket of TLS has it. */
  getPeerX509Certificate?(): { readonly raw: Uint8Array } | undefined;
  /** Whether an authority that the server trusts has issued the certificate of the first handshake. */
  readonly authorized?: boolean | undefined;
  /** Why the certificate of the last handshake is not trusted, `null` if it is. */
  readonly authorizationError?: unknown;
}

/**
 * The other end of the connection. Each member is read when it is asked for, as parsing a
 * certificate takes 20 µs. Imports no node:tls, since this package runs on every runtime.
 */
export function nodePeer(socket: NodeSocket): Peer {
  return {
    get address() {
      return socket.remoteAddress?.replace(/^::ffff:(?=[\d.]+$)/i, '');
    },
    get certificate() {
      return readCertificate(socket);
    },
  };
}

/** `authorized` stays true when a client of TLS 1.2 renegotiates with an untrusted certificate. */
function readCertificate(socket: NodeSocket): PeerCertificate | undefined {
  const certificate = socket.getPeerX509Certificate?.();
  if (certificate === undefined) return undefined;
  const trusted = socket.authorized === true && socket.authorizationError === null;
  return { der: certificate.raw, trusted };
}
