import type { HttpRequest, HttpResponse } from '@oauth/core/plugin';

/** What {@link peerServer} responds with; a member that is unknown is absent. */
export interface PeerJson {
  readonly address?: string;
  /** Base64 of the DER. */
  readonly certificate?: string;
  readonly trusted?: boolean;
}

/** A server that responds with the peer of each request. */
export const peerServer = {
  canHandle: (): boolean => true,
  handle: ({ peer }: HttpRequest): Promise<HttpResponse> => {
    const { address, certificate } = peer ?? {};
    const known = {
      address,
      certificate: certificate && Buffer.from(certificate.der).toString('base64'),
      trusted: certificate?.trusted,
    };
    return Promise.resolve({ status: 200, headers: {}, body: JSON.stringify(known) });
  },
};
