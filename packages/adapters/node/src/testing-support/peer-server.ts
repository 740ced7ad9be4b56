import type { HttpRequest, HttpResponse } from '@oauth/core/plugin';

/** A server that responds with the peer of each request: its certificate as base64 of the DER. */
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
