import { definePlugin } from '../plugin.js';
import { authorizationParts } from './endpoint.js';

/**
 * The response type `none`: the user agrees, and the client is told no more than that. Nothing is
 * issued or stored.
 *
 * @see https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#none
 */
export const responseTypeNone = definePlugin({
  name: '@oauth/core responseTypeNone',
  ...authorizationParts,
  responseTypes: { none: { responseMode: 'query', decide: () => ({}) } },
});
