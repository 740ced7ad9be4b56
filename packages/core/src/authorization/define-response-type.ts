import type { ResponseMode } from '../contract/authorization.js';
import type { Endpoint } from '../contract/endpoint.js';
import type { Plugin } from '../contract/plugin.js';
import type { ByName } from '../contract/types.js';
import { authorizationEndpoint } from './authorization-endpoint.js';
import { checkRedirectUris, checkResponseTypes } from './check-registrations.js';
import { responseModes } from './response-modes.js';

/** A plugin with response types, and so with an authorization endpoint. */
export type ResponseTypePlugin<P extends Plugin> = P & {
  readonly endpoints: { readonly authorization_endpoint: Endpoint };
  readonly responseModes: ByName<ResponseMode>;
  readonly check: NonNullable<Plugin['check']>;
  readonly checkClient: NonNullable<Plugin['checkClient']>;
};

/**
 * Types a plugin with response types exactly, and gives it the authorization endpoint, core's response
 * modes, and the checks of redirect URIs, beside its own.
 */
export function defineResponseType<const P extends Plugin>(
  plugin: P & Plugin,
): ResponseTypePlugin<P> {
  return {
    ...plugin,
    endpoints: { ...plugin.endpoints, authorization_endpoint: authorizationEndpoint },
    responseModes: { ...responseModes, ...plugin.responseModes },
    check(server, check) {
      checkResponseTypes(server, check);
      plugin.check?.(server, check);
    },
    checkClient(client, server, check) {
      checkRedirectUris(client, server, check);
      plugin.checkClient?.(client, server, check);
    },
  };
}
