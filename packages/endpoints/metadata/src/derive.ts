import type { JsonObject, ServerContext } from '@oauth/core/plugin';

/**
 * What the registered parts make of a server. Lists whose absence would stand for a default are
 * always there; others only with something in them.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-2
 */
export function derive(server: ServerContext): JsonObject {
  const { issuer, endpoints, responseTypes, options } = server;
  const authorizes = endpoints.has('authorization_endpoint');
  return {
    issuer,
    ...endpointUrls(server),
    scopes_supported: options.scopes?.length ? options.scopes : undefined,
    response_types_supported: [...responseTypes.keys()],
    response_modes_supported: authorizes ? usableModes(server) : undefined,
    grant_types_supported: grantTypes(server),
    token_endpoint_auth_methods_supported: endpoints.has('token_endpoint')
      ? tokenEndpointMethods(server)
      : undefined,
    authorization_response_iss_parameter_supported: authorizes || undefined,
  };
}

/** Keys that are names of metadata members; others are served, not listed. */
function endpointUrls(server: ServerContext): JsonObject {
  const listed = [...server.endpoints.keys()].filter((key) => /_(endpoint|uri)$/.test(key));
  return Object.fromEntries(listed.map((key) => [key, server.endpointUrl(key)]));
}

/** A mode that must not carry tokens is of use only to response types that give none. */
function usableModes({ responseTypes, responseModes }: ServerContext): readonly string[] {
  const tokenless = [...responseTypes.values()].some(
    ({ responseMode }) => responseMode === 'query',
  );
  const usable = [...responseModes].filter(([, { carriesTokens }]) => carriesTokens || tokenless);
  return usable.map(([mode]) => mode);
}

/** The implicit grant has a name, but nothing at the token endpoint. */
function grantTypes({ grants, responseTypes }: ServerContext): readonly string[] {
  const names = new Set(grants.keys());
  for (const { grantType } of responseTypes.values())
    if (grantType === 'implicit') names.add(grantType);
  return [...names];
}

/** Public clients are clients of the token endpoint only if a grant takes them. */
function tokenEndpointMethods({ clientAuthentication, grants }: ServerContext): readonly string[] {
  const open = [...grants.values()].some(({ clients }) => clients === 'any');
  return [...clientAuthentication.keys()].filter((method) => open || method !== 'none');
}
