import { defineReasons } from '../lib/reasons.js';

/** Reasons of client authentication. */
export const clientError = /* @__PURE__ */ defineReasons({
  /** The request presents no client credentials. */
  'client.missing': {
    error: 'invalid_client',
    description: 'Send client_id and client_secret by Basic or in the body.',
  },
  /** The Authorization header has the scheme Basic and cannot be parsed. */
  'client.malformed_basic': {
    error: 'invalid_client',
    description: 'Basic is base64(urlencode(client_id):urlencode(client_secret)).',
  },
  /** The request presents credentials of two methods. */
  'client.two_methods': {
    error: 'invalid_request',
    description: 'The request uses more than one method of client authentication.',
  },
  /** The request names two clients. */
  'client.two_ids': {
    error: 'invalid_request',
    description: 'The client_id in the request does not match the authenticated client.',
  },
  /** No client is registered under the client_id. */
  'client.unknown': {
    error: 'invalid_client',
    description: 'Client authentication failed.',
    hint: 'No client has this client_id: register it, or correct the id.',
  },
  /** The client used another method than the one it is registered for. */
  'client.wrong_method': {
    error: 'invalid_client',
    description: 'Client authentication failed.',
    hint: 'The client is registered for {expected}, and the request uses {method}.',
  },
  /** The credentials are wrong. */
  'client.secret_mismatch': {
    error: 'invalid_client',
    description: 'Client authentication failed.',
  },
});
