import { defineReasons } from '@oauth/core/plugin';

/** Reasons of requests whose body the adapter cannot read. */
export const adapterError = /* @__PURE__ */ defineReasons({
  /** The client disconnected before all of the body had arrived. */
  'request.aborted': {
    error: 'invalid_request',
    description: 'The request body ended before all of it had arrived.',
  },
  /** The body was read or locked before the handler was called. */
  'request.body_consumed': {
    error: 'server_error',
    description: 'The server could not read the request body.',
    hint: 'The body was read before. Call the OAuth handler first, or pass it a request.clone() made before the body is read.',
  },
});
