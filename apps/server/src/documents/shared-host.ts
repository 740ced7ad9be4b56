import type { DocumentHost } from '@oauth/core/plugin';

/** The namespace of documents that all issuers on a store share, such as users. */
export function sharedHost({ store, now }: Omit<DocumentHost, 'issuer'>): DocumentHost {
  // No issuer is the empty string, so no issuer's documents get in.
  return { issuer: '', store, now };
}
