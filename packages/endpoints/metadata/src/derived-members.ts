import type { JsonObject, ServerContext } from '@oauth/core/plugin';
/**
 * The members that follow from what is registered. A list whose absence means a default of the RFC
 * is always there; other lists are left out when they are empty.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-2
 */
export function buildDerivedMembers(server: ServerContext): JsonObject {
  const { issuer, endpoints, responseTypes, options } = server;
  const authorizes = endpoints.has('authorization_endpoint');
  return {
    issuer,
    ...getEndpointUrls(server),
    scopes_supported: options.scopes?.length ? options.scopes : undefined,
    response_types_supported: [...responseTypes.keys()],
    response_modes_supported: authorizes ? getUsableResponseModes(server) : undefined,
    grant_types_supported: getSupportedGrantTypes(server),
    token_endpoint_auth_methods_supported: endpoints.has('token_endpoint')
      ? getTokenEndpointAuthMethods(server)
      : undefined,
    authorization_response_iss_parameter_supported: authorizes || undefined,
  };
}

/** An endpoint whose key is not the name of a metadata member is served but not listed. */
function getEndpointUrls(server: ServerContext): JsonObject {
  const listed = [...server.endpoints.keys()].filter((key) => /_(endpoint|uri)$/.test(key));
  return Object.fromEntries(listed.map((key) => [key, server.endpointUrl(key)]));
}

/** A mode that must not carry tokens is usable only with a response type that gives none. */
function getUsableResponseModes({
  responseTypes,
  responseModes,
}: ServerContext): readonly string[] {
  const hasTokenlessType = [...responseTypes.values()].some(
    ({ responseMode }) => responseMode === 'query',
  );
  const usable = [...responseModes].filter(
    ([, { carriesTokens }]) => carriesTokens || hasTokenlessType,
  );
  return usable.map(([mode]) => mode);
}

/** The implicit grant has a name, but no handler at the token endpoint. */
function getSupportedGrantTypes({ grants, responseTypes }: ServerContext): readonly string[] {
  const names = new Set(grants.keys());
  for (const { grantType } of responseTypes.values())
    if (grantType === 'implicit') names.add(grantType);
  return [...names];
}

/** The method `none` works only if a grant is open to public clients. */
function getTokenEndpointAuthMethods({
  clientAuthentication,
  grants,
}: ServerContext): readonly string[] {
  const isOpen = [...grants.values()].some(({ clients }) => clients === 'any');
  return [...clientAuthentication.keys()].filter((method) => isOpen || method !== 'none');
}
