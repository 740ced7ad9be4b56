import { clientFaults } from './client.js';
import type { ConfigurationFault } from './errors.js';
import { optionNames, type ServerOptions } from './options.js';
import type { Registry } from './registry.js';
import { isScopeToken } from './scope.js';

/** Everything that is wrong with the options, beside conflicts between plugins. */
export function optionFaults(options: ServerOptions, registry: Registry): ConfigurationFault[] {
  return [
    ...unknownFaults(options),
    ...issuerFaults(options),
    ...scopeFaults(options.scopes ?? []),
    ...pathFaults(options, registry),
    ...numberFaults(options),
    ...clientListFaults(options, registry),
    ...responseTypeFaults(registry),
    ...options.plugins.flatMap((plugin) => plugin.faults?.(options) ?? []),
  ];
}

function unknownFaults(options: ServerOptions): ConfigurationFault[] {
  return Object.keys(options)
    .filter((name) => !Object.hasOwn(optionNames, name))
    .map((path) => ({ path, message: 'is not an option' }));
}

/** @see https://www.rfc-editor.org/rfc/rfc8414#section-2 */
function issuerFaults({ issuer, insecureIssuer }: ServerOptions): ConfigurationFault[] {
  const fault = (message: string): ConfigurationFault[] => [{ path: 'issuer', message }];
  if (!URL.canParse(issuer)) return fault('must be an absolute URL, such as https://auth.example');
  const url = new URL(issuer);
  if (/[?#@"\\\s]/.test(issuer)) return fault('must have no query, fragment or user name');
  if (url.protocol === 'https:') return [];
  if (url.protocol !== 'http:') return fault('must be an https URL');
  if (insecureIssuer === true || isLoopback(url.hostname)) return [];
  return fault('must be an https URL; set insecureIssuer to do without TLS');
}

/** Whether a host name means this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}

function scopeFaults(scopes: readonly string[]): ConfigurationFault[] {
  return scopes.flatMap((scope, index) =>
    isScopeToken(scope)
      ? []
      : [{ path: `scopes[${index}]`, message: 'must be printable ASCII without space, " and \\' }],
  );
}

function pathFaults({ paths = {} }: ServerOptions, registry: Registry): ConfigurationFault[] {
  const owners = new Map<string, string>();
  const faults: ConfigurationFault[] = Object.entries(paths).flatMap(([member, path]) => [
    ...(registry.endpoints.has(member)
      ? []
      : [{ path: `paths.${member}`, message: 'no plugin registers this endpoint' }]),
    ...(/^\/[^?#\s]*$/.test(path)
      ? []
      : [{ path: `paths.${member}`, message: 'must start with / and have no query' }]),
  ]);
  for (const [member, endpoint] of registry.endpoints) {
    const path = paths[member] ?? endpoint.path;
    const owner = owners.get(path);
    if (owner !== undefined)
      faults.push({ path: `paths.${member}`, message: `${path} is taken by ${owner}` });
    owners.set(path, member);
  }
  return faults;
}

function numberFaults(options: ServerOptions): ConfigurationFault[] {
  return (['accessTokenLifetime', 'maxBodyBytes', 'maxParameters'] as const).flatMap((path) => {
    const value = options[path];
    if (value === undefined || typeof value === 'function') return [];
    if (Number.isSafeInteger(value) && value > 0) return [];
    return [{ path, message: 'must be a whole number above 0' }];
  });
}

function clientListFaults(options: ServerOptions, registry: Registry): ConfigurationFault[] {
  const { clients } = options;
  if (typeof clients === 'function') return [];
  const seen = new Set<string>();
  const known = {
    grantTypes: [...registry.grants.keys(), 'implicit', 'refresh_token'],
    methods: [...registry.clientAuthentication.keys()],
    secretsElsewhere: options.verifySecret !== undefined,
  };
  return clients.flatMap((client, index) => {
    const path = `clients[${index}]`;
    const faults = clientFaults(client, path, known);
    if (seen.has(client.client_id))
      faults.push({ path: `${path}.client_id`, message: `"${client.client_id}" is there twice` });
    seen.add(client.client_id);
    return faults;
  });
}

function responseTypeFaults({ responseTypes, endpoints }: Registry): ConfigurationFault[] {
  if (responseTypes.size === 0 || endpoints.has('authorization_endpoint')) return [];
  const types = [...responseTypes.keys()].join(', ');
  return [
    {
      path: 'plugins',
      message: `${types} need an authorization endpoint; spread authorizationParts of @oauth/core/authorization into the plugin`,
    },
  ];
}
