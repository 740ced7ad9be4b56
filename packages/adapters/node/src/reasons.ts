import { defineReasons } from '@oauth/core/plugin';

/** Reasons of requests that the adapter refuses before core sees their parameters. */
export const adapterError = /* @__PURE__ */ defineReasons({
  /** The client disconnected before all of the body had arrived. */
  'request.aborted': {
    error: 'invalid_request',
    description: 'The request body ended before all of it had arrived.',
  },
  /** Something read the body before the handler and left nothing in `request.body`. */
  'request.body_consumed': {
    error: 'server_error',
    description: 'The server could not read the request body.',
    hint: 'The body was read first and nothing was left in request.body. Mount the OAuth handler before body parsers.',
  },
  /** The request has two Authorization headers. */
  'request.repeated_authorization': {
    error: 'invalid_request',
    description: 'The Authorization header must not be sent more than once.',
  },
});

/** Reasons of bodies that a body parser has read before the handler. */
export const parsedBodyError = /* @__PURE__ */ defineReasons({
  /** A body parser read the body before the handler and left no flat form in `request.body`. */
  'request.body_consumed': {
    error: 'invalid_request',
    description: 'The request body is not a form of names and values.',
    hint: 'A body parser read the body first and left no flat form in request.body. Mount the OAuth handler before body parsers.',
  },
});
