import { createHash } from 'node:crypto';
import type { SenderConstraint } from '@oauth/resource';

/**
 * Access tokens that are bound to a client certificate.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8705#section-3
 */
export const certificateSender: SenderConstraint = {
  metadata: { tls_client_certificate_bound_access_tokens: true },
  prove({ peer }) {
    const { certificate } = peer ?? {};
    if (certificate === undefined) return undefined;
    const confirmation = createHash('sha256').update(certificate.der).digest('base64url');
    return { confirmation };
  },
};
