import { defineReasons } from '../lib/reasons.js';

/** Reasons of the authorization endpoint. */
export const authorizationError = /* @__PURE__ */ defineReasons({
  /** No client is registered under the client_id. Shown, never redirected. */
  'client.unknown': {
    error: 'invalid_request',
    description: 'The client is not registered here.',
    hint: 'Register the client, or correct the client_id that the app sends.',
  },
  /** What a request stands for, such as a pushed request, names another client. Shown. */
  'client.two_ids': {
    error: 'invalid_request',
    description: 'The client_id does not match the client that the request was made for.',
  },
  /** What carried the request, such as a pushed request, is spent: it was approved before. Shown. */
  'request.spent': {
    error: 'invalid_request',
    description: 'The request was used before. Start again in the app.',
  },
  /** The request is neither a GET nor a POST. */
  'request.method_not_allowed': {
    error: 'invalid_request',
    description: 'The request must be a GET or a POST.',
    status: 405,
  },
  /** Query and body both carry an authorization request. */
  'request.two_sources': {
    error: 'invalid_request',
    description: 'The request must be in the query or in the body, not in both.',
  },
  /** The redirect URI is not registered. Shown, never redirected. */
  'redirect_uri.mismatch': {
    error: 'invalid_request',
    description: 'The redirect URI is not registered for this client.',
    hint: "The request has {requested}; add that to the client's redirect_uris if it is right.",
  },
  /** The redirect URI of the registration breaks a rule. Shown, never redirected. */
  'redirect_uri.unsafe': {
    error: 'invalid_request',
    description: 'The redirect URI of this client cannot be used.',
    hint: '{uri} {fault}.',
  },
  /** The request has no redirect URI, and the client has none or several. Shown. */
  'redirect_uri.missing': {
    error: 'invalid_request',
    description: 'The parameter redirect_uri is missing.',
    hint: 'It can be left out only when the client has exactly one registered.',
  },
  /** No plugin handles the response type. */
  'response_type.unsupported': {
    error: 'unsupported_response_type',
    description: 'The response type is not supported by this server.',
    hint: 'The server has {registered}: register a plugin that handles the response type.',
  },
  /** The client is not registered for the response type, or not for its grant. */
  'client.response_type_not_allowed': {
    error: 'unauthorized_client',
    description: 'The client may not use this response type.',
    hint: 'Add "{responseType}" to the client\'s response_types, and its grant to grant_types.',
  },
  /** The response mode does not exist, or would leak tokens of this response type. */
  'response_mode.unsuitable': {
    error: 'invalid_request',
    description: 'The response mode is not available for this response type.',
  },
  /** The app approved more than the client asked for. */
  'authorization.scope_widened': {
    error: 'invalid_scope',
    description: 'More was approved than the client asked for.',
    hint: 'authorize may approve only scopes of request.scope.',
  },
  /** The user denied the request. */
  'authorization.denied': { error: 'access_denied', description: 'The request was denied.' },
  /** The server has an authorization endpoint and no option `authorize`. */
  'authorize.missing': {
    error: 'server_error',
    description: 'The server is not set up to answer authorization requests.',
    hint: 'Set the option authorize, or serve this path yourself with createAuthorizationResponse.',
  },
});
