import type { Endpoint } from '../contract/endpoint.js';
import type { Plugin } from '../contract/plugin.js';
import { tokenEndpoint } from './token-endpoint.js';

/** A plugin with grants, and so with a token endpoint. */
export type GrantPlugin<P extends Plugin> = P & {
  readonly endpoints: { readonly token_endpoint: Endpoint };
};

/** Types a plugin with grants exactly, and gives it the token endpoint that all grants share. */
export function defineGrant<const P extends Plugin>(plugin: P & Plugin): GrantPlugin<P> {
  return { ...plugin, endpoints: { ...plugin.endpoints, token_endpoint: tokenEndpoint } };
}
