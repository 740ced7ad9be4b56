import { defineResponseType } from './define-response-type.js';

/**
 * The response type `none`: the user agrees, and the client is told no more than that. Nothing is
 * issued or stored.
 *
 * @see https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#none
 */
export const responseTypeNone = /* @__PURE__ */ defineResponseType({
  name: '@oauth/core responseTypeNone',
  responseTypes: { none: { responseMode: 'query', decide: () => ({}) } },
});
