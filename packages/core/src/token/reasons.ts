import { defineReasons } from '../lib/reasons.js';

/** Reasons about scopes. */
export const scopeError = /* @__PURE__ */ defineReasons({
  /** The scope parameter has characters or spacing outside the grammar. */
  'scope.malformed': {
    error: 'invalid_scope',
    description: 'The parameter scope must be scope-tokens with one space between them.',
  },
  /** The client is not registered for a scope that it requests, or the server does not have it. */
  'scope.not_allowed': {
    error: 'invalid_scope',
    description: 'The scope {scope} is not allowed.',
    hint: "Add {scope} to the client's scope and to the option scopes.",
  },
});

/** Reasons of the token endpoint and of issuing. */
export const tokenError = /* @__PURE__ */ defineReasons({
  /** No plugin handles the grant type. */
  'grant_type.unsupported': {
    error: 'unsupported_grant_type',
    description: 'The grant type is not supported by this server.',
    hint: 'The server has {registered}: register a plugin that handles the grant type.',
  },
  /** The client is not registered for the grant type. */
  'client.grant_type_not_allowed': {
    error: 'unauthorized_client',
    description: 'The client may not use this grant type.',
    hint: "Add {grantType} to the client's grant_types.",
  },
  /** A public client uses a grant that is for confidential clients. */
  'client.has_no_secret': {
    error: 'unauthorized_client',
    description: 'Public clients may not use this grant type.',
    hint: 'Register the client with a token_endpoint_auth_method other than none.',
  },
  /** The code or token that the grant handler wants to consume was used before. */
  'record.spent': {
    error: 'invalid_grant',
    description: 'The grant was used before.',
  },
  /** The grant handler wants to consume a record of another client or another grant. */
  'record.foreign': {
    error: 'invalid_grant',
    description: 'The grant was issued to another client.',
  },
  /** A refusal updates a record twice, or records of several grants. */
  'refusal.unusable': {
    error: 'server_error',
    hint: 'The updates of a refusal must be records of one grant, each of them once.',
  },
  /** The narrowed scope or audience of an issuance is wider than what was granted. */
  'issuance.widened': {
    error: 'server_error',
    hint: 'Issuance.narrowed may only have scopes and audiences that the issuance has.',
  },
  /** Other requests changed the same grant again and again. */
  'store.contended': {
    error: 'temporarily_unavailable',
    description: 'Other requests are changing the same grant. Try again.',
  },
  /** The store returned a record that lacks a member or has a wrong one. */
  'store.malformed_record': {
    error: 'server_error',
    hint: 'A record in the store was changed by hand, or the store does not pass storeSuite.',
  },
  /** The option `accessTokenLifetime` or the grant returned a time that cannot be used. */
  'token.lifetime': {
    error: 'server_error',
    hint: 'accessTokenLifetime must be a positive integer, and expiresAt after now.',
  },
  /** A token generator, or the option `random`, returned text that cannot be a token. */
  'token.unusable': {
    error: 'server_error',
    hint: 'Token generators must return 22 to 4000 characters of A-Za-z0-9-._~+/.',
  },
});
