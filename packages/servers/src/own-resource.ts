import type { ConfigurationFault, Endpoint, Plugin } from '@oauth/core';
import type { ProtectedResource, ProtectedResourceOptions } from '@oauth/resource';
import type { CommonOptions } from './options.js';

/** The options of the protected resource that stands for the server's own API. */
export function buildResourceOptions({
  issuer,
  allowInsecureIssuer,
  clock,
  resource,
}: CommonOptions): Omit<ProtectedResourceOptions, 'validate'> {
  return {
    resource: normalizeUrl(issuer),
    authorizationServers: [issuer],
    allowMissingAudience: true,
    allowInsecureResource: allowInsecureIssuer,
    clock,
    ...resource,
  };
}

/** The identifier of a resource has to be a normalized URL, that of an issuer need not be. */
function normalizeUrl(issuer: string): string {
  if (!URL.canParse(issuer)) return issuer;
  const { href } = new URL(issuer);
  return href === `${issuer}/` ? issuer : href;
}

/**
 * Serves the metadata of the server's own API, to which its challenges point, unless the API is on
 * another host.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-3
 */
export function resourceMetadataPlugin(api: ProtectedResource, issuer: string): Plugin {
  const isOnThisHost = URL.canParse(issuer) && new URL(api.url).origin === new URL(issuer).origin;
  const paths = isOnThisHost ? api.paths : [];
  const endpoint = (path: string): Endpoint => ({
    path: () => path,
    methods: ['GET', 'HEAD', 'OPTIONS'],
    handle: (request) => api.handle(request),
  });
  return {
    name: '@oauth/resource',
    endpoints: Object.fromEntries(
      paths.map((path, index) => [`protected_resource_metadata_${index + 1}`, endpoint(path)]),
    ),
  };
}

/** Gives a fault of the protected resource the path of the server option that it comes from. */
export function renameResourceFault(
  { path, message }: ConfigurationFault,
  givenResource: CommonOptions['resource'],
): ConfigurationFault {
  const isDerivedFromIssuer = path === 'resource' && givenResource?.resource === undefined;
  return { path: isDerivedFromIssuer ? 'issuer' : `resource.${path}`, message };
}
