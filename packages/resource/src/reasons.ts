import { defineReasons } from '@oauth/core/plugin';

/** Reasons for which an API denies access. */
export const accessError = /* @__PURE__ */ defineReasons({
  /** The request presents more than one access token, or has more than one Authorization header. */
  'token.repeated': {
    error: 'invalid_request',
    description:
      'Send one access token, in one Authorization header or in one access_token parameter.',
  },
  /** The access token has characters that no token has. */
  'token.malformed': {
    error: 'invalid_request',
    description:
      'The access token is malformed: it must consist of letters, digits and -._~+/ with = only at its end.',
  },
  /** The access token is longer than the API reads. */
  'token.too_long': {
    error: 'invalid_request',
    description: 'The access token is longer than {limit} characters.',
  },
  /** The access token is unknown, expired or revoked. */
  'token.invalid': {
    error: 'invalid_token',
    description: 'The access token is invalid, expired, revoked or not for this API.',
  },
  /** The access token names another audience than this API, or none. */
  'token.audience': {
    error: 'invalid_token',
    description: 'The access token is invalid, expired, revoked or not for this API.',
    hint: 'Compare the audience of the token with the options audience and resource.',
  },
  /** The access token is bound to a key, and the request does not prove that the client has the key. */
  'token.sender_constrained': {
    error: 'invalid_token',
    description:
      'The access token is bound to a key, and the request does not prove possession of it.',
    hint: 'Members of cnf in the token: {members}; in the option senders: {known}.',
  },
  /** The access token came by another scheme of the Authorization header than its own. */
  'token.scheme': {
    error: 'invalid_token',
    description: 'Send this access token in the Authorization header with the scheme {scheme}.',
  },
  /** The type of the token is neither Bearer nor the scheme of its sender constraint, as of a refresh token. */
  'token.type': {
    error: 'invalid_token',
    description: 'The access token is invalid, expired, revoked or not for this API.',
    hint: 'The type of the token is {type}; its cnf and the option senders allow Bearer and {scheme}.',
  },
  /** The validator threw, so it is unknown whether the access token is valid. */
  'token.undetermined': {
    error: 'temporarily_unavailable',
    description: 'The API could not validate the access token; try again later.',
    hint: 'The cause says why the validator failed.',
  },
  /** The access token lacks a scope that the request needs. */
  'token.scope': {
    error: 'insufficient_scope',
    description: 'The access token lacks a scope that this request needs.',
  },
  /** The user authenticated too long ago or too weakly for the request. */
  'token.authentication': {
    error: 'insufficient_user_authentication',
    description:
      'The user has to authenticate again, so that the access token meets acr_values and max_age.',
    status: 401,
  },
  /** No body parser has parsed the form, which may hold an access token. */
  'request.body_unparsed': {
    error: 'server_error',
    hint: 'With allowTokenInBody, mount a body parser such as express.urlencoded() before requireOAuth.',
  },
  /** The form was parsed and has no fields: it is malformed, or a parser of another media type ran. */
  'request.body_without_fields': {
    error: 'invalid_request',
    description: 'The form in the request body has no fields.',
    hint: 'Where the client sends fields, mount express.urlencoded() before requireOAuth.',
  },
});

/** Reasons that only events carry. */
export interface EventReasons {
  /** The request presents no access token. */
  'token.missing': unknown;
}
