import type { OAuthError } from '../contract/errors.js';
import { defineReasons } from '../lib/reasons.js';

/** Reasons of requests that cannot be read or reach no endpoint. */
export const requestError = /* @__PURE__ */ defineReasons({
  /** The parameter of that name is missing or empty, such as `grant_type.missing`. */
  '{parameter}.missing': {
    error: 'invalid_request',
    description: 'The parameter {parameter} is missing.',
  },
  /** A parameter comes more than once. */
  'parameters.duplicate': {
    error: 'invalid_request',
    description: 'The request has {parameter} more than once.',
  },
  /** The query or form has characters that urlencoding never yields. */
  'parameters.not_urlencoded': {
    error: 'invalid_request',
    description: 'The parameters are not urlencoded.',
  },
  /** Percent-encoding is broken, or a value holds NUL. */
  'parameters.bad_encoding': {
    error: 'invalid_request',
    description: 'The percent-encoding of a parameter is broken.',
  },
  /** The request has more parameters than the option `maxParameters` allows. */
  'parameters.too_many': {
    error: 'invalid_request',
    description: 'The request has too many parameters.',
    hint: 'The option maxParameters sets the limit.',
  },
  /** The body is no form. */
  'request.content_type': {
    error: 'invalid_request',
    description: 'The Content-Type must be application/x-www-form-urlencoded.',
  },
  /** The body is larger than the option `maxBodyBytes` allows. */
  'request.too_large': {
    error: 'invalid_request',
    description: 'The body is over {limit} bytes.',
    hint: 'The option maxBodyBytes sets the limit.',
    status: 413,
  },
  /** The endpoint takes parameters in the body, and the URL has a query. */
  'request.query_not_allowed': {
    error: 'invalid_request',
    description: 'Send the parameters in the body, not in the query.',
  },
  /** The endpoint does not take this HTTP method. */
  'request.method_not_allowed': {
    error: 'invalid_request',
    description: 'The endpoint takes {methods}.',
    status: 405,
  },
  /** A public client where a client has to authenticate. */
  'client.has_no_secret': {
    error: 'invalid_client',
    description: 'Public clients cannot use this endpoint.',
    hint: 'Register the client with a token_endpoint_auth_method other than none.',
  },
  /** The option `isAvailable` returned `false`. */
  'server.unavailable': {
    error: 'temporarily_unavailable',
    description: 'The server is temporarily unavailable.',
  },
  /** The store, an option or a plugin threw what is no `OAuthError`; the event's `cause` has it. */
  'server.unexpected': { error: 'server_error' },
});

/** For adapters: the body passed the limit they were given. Answered with 413. */
export function bodyTooLarge(limit: number): OAuthError {
  return requestError('request.too_large', {
    values: { limit: String(limit) },
    // The rest of the body is not read, so the connection cannot carry another request.
    headers: { Connection: 'close' },
  });
}
