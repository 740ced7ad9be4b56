import { defineReasons } from '@oauth/core/plugin';

/** Reasons of the metadata document. */
export const metadataError = /* @__PURE__ */ defineReasons({
  /** The option `sign` returned text that is not a compact JWS. */
  'signed_metadata.malformed': {
    error: 'server_error',
    hint: 'The option sign of metadata must return a compact JWS.',
  },
});
