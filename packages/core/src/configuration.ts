import { authenticationMethodOf, type ClientRegistration } from './client.js';
import type { ConfigurationFault } from './errors.js';
import { optionNames, type ServerOptions } from './options.js';
import type { Check } from './plugin.js';
import type { Registry } from './registry.js';
import { isScopeToken } from './scope.js';

/** Everything that is wrong with the options, beside conflicts between plugins. */
export function optionFaults(options: ServerOptions, registry: Registry): ConfigurationFault[] {
  const faults = new Map<string, ConfigurationFault>();
  const check: Check = (holds, path, message) => {
    // By what they say, since plugins that share a check say it twice.
    if (!holds) faults.set(path + message, { path, message });
  };
  for (const name of Object.keys(options)) check(optionNames.has(name), name, 'is not an option');
  checkIssuer(options, check);
  for (const name of ['accessTokenLifetime', 'maxBodyBytes', 'maxParameters'] as const) {
    const value = options[name] ?? 1;
    const whole = typeof value === 'function' || (Number.isSafeInteger(value) && value > 0);
    check(whole, name, 'must be a positive integer');
  }
  check((options.scopes ?? []).every(isScopeToken), 'scopes', badScope);
  checkPaths(options, registry, check);
  const { clients } = options;
  if (typeof clients !== 'function') checkClients(clients, options, registry, check);
  const { grants, responseTypes, endpoints } = registry;
  check(!grants.size || endpoints.has('token_endpoint'), 'plugins', 'grants need defineGrant');
  check(
    !responseTypes.size || endpoints.has('authorization_endpoint'),
    'plugins',
    'response types need authorizationParts',
  );
  for (const plugin of options.plugins) plugin.check?.(options, check);
  return [...faults.values()];
}

const badScope = 'must be scope-tokens with single spaces';

/** @see https://www.rfc-editor.org/rfc/rfc8414#section-2 */
function checkIssuer({ issuer, insecureIssuer }: ServerOptions, check: Check): void {
  // It stands in header values and quoted strings as it is.
  const plain = URL.canParse(issuer) && !/[?#@"\\]|[^!-~]/.test(issuer);
  check(plain, 'issuer', 'must be a URL without query and fragment');
  const scheme =
    insecureIssuer === true
      ? /^https?:/
      : /^(https:|http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$))/;
  check(scheme.test(issuer), 'issuer', 'must use https, unless insecureIssuer is set');
}

function checkPaths({ paths = {} }: ServerOptions, registry: Registry, check: Check): void {
  const owners = new Map<string, string>();
  for (const member of new Set([...Object.keys(paths), ...registry.endpoints.keys()])) {
    const own = paths[member] ?? registry.endpoints.get(member)?.path ?? '';
    const path = typeof own === 'function' ? own('') : own;
    const at = `paths.${member}`;
    check(registry.endpoints.has(member), at, 'no plugin offers it');
    check(/^\/[^?#\s]*$/.test(path), at, 'must start with / and have no query');
    check(!owners.has(path), at, `${owners.get(path)} has ${path} too`);
    owners.set(path, member);
  }
}

function checkClients(
  clients: readonly ClientRegistration[],
  options: ServerOptions,
  registry: Registry,
  check: Check,
): void {
  const seen = new Set<string>();
  clients.forEach((client, index) => {
    const checkMember = (holds: boolean, member: string, message: string): void => {
      check(holds, `clients[${index}].${member}`, message);
    };
    const { client_id: id, scope, grant_types: grantTypes = [] } = client;
    checkMember(/^[\x20-\x7e]+$/.test(id), 'client_id', 'must be printable ASCII');
    checkMember(!seen.has(id), 'client_id', 'is there twice');
    seen.add(id);
    const method = authenticationMethodOf(client);
    const methods = registry.clientAuthentication;
    const one = `is not one of ${[...methods.keys()].join(', ')}`;
    checkMember(methods.has(method), 'token_endpoint_auth_method', one);
    const bySecret = method.startsWith('client_secret_') && options.verifySecret === undefined;
    const hasSecret = Boolean(client.client_secret ?? client.client_secret_digest);
    const consistent = hasSecret ? method !== 'none' : !bySecret;
    const rule = 'must be there, unless token_endpoint_auth_method is none';
    checkMember(consistent, 'client_secret', rule);
    const scopes = scope === undefined || scope.split(' ').every(isScopeToken);
    checkMember(scopes, 'scope', badScope);
    for (const type of grantTypes) {
      const offered = registry.grants.has(type) || type === 'implicit' || type === 'refresh_token';
      checkMember(offered, 'grant_types', `no plugin offers ${type}`);
    }
  });
}
