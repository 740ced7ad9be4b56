import type { ConfigurationFault, Endpoint, Plugin } from '@oauth/core';
import type { ProtectedResource, ProtectedResourceOptions } from '@oauth/resource';
import type { CommonOptions } from './options.js';

/** How a server judges the tokens that its own API gets. */
export function resourceOptions({
  issuer,
  allowInsecureIssuer,
  clock,
  resource,
}: CommonOptions): Omit<ProtectedResourceOptions, 'validate'> {
  return {
    resource: canonical(issuer),
    authorizationServers: [issuer],
    allowMissingAudience: true,
    allowInsecureResource: allowInsecureIssuer,
    clock,
    ...resource,
  };
}

/** An issuer may be written in several ways, a resource in one only. */
function canonical(issuer: string): string {
  if (!URL.canParse(issuer)) return issuer;
  const { href } = new URL(issuer);
  return href === `${issuer}/` ? issuer : href;
}

/**
 * Serves what the challenges of the server's own API point to.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-3
 */
export function resourcePlugin(api: ProtectedResource, issuer: string): Plugin {
  const elsewhere = !URL.canParse(issuer) || new URL(api.url).origin !== new URL(issuer).origin;
  const paths = elsewhere ? [] : api.paths;
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

/** A fault by the name of the option that it comes from. */
export function resourceFault(
  { path, message }: ConfigurationFault,
  given: CommonOptions['resource'],
): ConfigurationFault {
  const derived = path === 'resource' && given?.resource === undefined;
  return { path: derived ? 'issuer' : `resource.${path}`, message };
}
