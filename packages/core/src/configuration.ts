import { getAuthenticationMethod, type ClientRegistration } from './client.js';
import { ConfigurationError, type ConfigurationFault } from './errors.js';
import { optionNames, type ServerOptions } from './options.js';
import type { Check } from './plugin.js';
import { pathBelow } from './router.js';
import { isScopeToken } from './scope.js';
import type { ServerContext } from './server-context.js';

/**
 * Makes something while checks are noted.
 *
 * @throws ConfigurationError if one does not hold
 */
export function checked<T>(make: (check: Check) => T): T {
  const faults = new Map<string, ConfigurationFault>();
  try {
    const made = make((holds, path, message) => {
      // By what they say, since plugins that share a check say it twice.
      if (!holds) faults.set(path + message, { path, message });
    });
    if (faults.size === 0) return made;
  } catch (thrown) {
    // With a fault that is noted nothing else can be relied on.
    if (faults.size === 0) throw thrown;
  }
  throw new ConfigurationError([...faults.values()]);
}

/** Notes what JavaScript lets through and TypeScript would not, and all that follows relies on. */
export function checkTypes(options: ServerOptions, check: Check): void {
  for (const name of Object.keys(options))
    check(optionNames.includes(name), name, 'is not an option');
  checkIssuer(options, check);
  for (const name of ['store', 'plugins', 'clients'] as const)
    check(Boolean(options[name]), name, 'is missing');
}

/** Notes what is wrong with options that have the right types. */
export function checkOptions(server: ServerContext, check: Check): void {
  const { options, grants, responseTypes, endpoints } = server;
  for (const name of ['accessTokenLifetime', 'maxBodyBytes', 'maxParameters'] as const) {
    const value = options[name] ?? 1;
    check(
      typeof value === 'function' || (Number.isSafeInteger(value) && value > 0),
      name,
      'must be a positive integer',
    );
  }
  check((options.scopes ?? []).every(isScopeToken), 'scopes', badScope);
  checkPaths(server, check);
  if (typeof options.clients !== 'function') checkClients(options.clients, server, check);
  check(
    (!grants.size || endpoints.has('token_endpoint')) &&
      (!responseTypes.size || endpoints.has('authorization_endpoint')),
    'plugins',
    'must use defineGrant, authorizationParts',
  );
  for (const plugin of server.plugins) plugin.check?.(server, check);
}

const badScope = 'must be scope-tokens';

const secureIssuer = /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/;

/** @see https://www.rfc-editor.org/rfc/rfc8414#section-2 */
function checkIssuer({ issuer, allowInsecureIssuer }: ServerOptions, check: Check): void {
  // It stands in header values and quoted strings as it is.
  check(
    URL.canParse(issuer) && !/[?#@"\\]|[^!-~]/.test(issuer),
    'issuer',
    'must be a URL without query',
  );
  const secure = allowInsecureIssuer === true ? /^https?:/ : secureIssuer;
  check(secure.test(issuer), 'issuer', 'must use https, unless allowInsecureIssuer is set');
}

function checkPaths(server: ServerContext, check: Check): void {
  const { options, endpoints } = server;
  const owners = new Map<string, string>();
  const { paths = {} } = options;
  for (const member of new Set([...Object.keys(paths), ...endpoints.keys()])) {
    const path = pathBelow(server, member, '');
    const owner = owners.get(path) ?? member;
    const at = `paths.${member}`;
    check(endpoints.has(member), at, 'is no endpoint');
    check(/^\/[^?#\s]*$/.test(path), at, 'must start with /');
    check(owner === member, at, `${owner} has ${path} too`);
    owners.set(path, member);
  }
}

function checkClients(
  clients: readonly ClientRegistration[],
  { options, grants, clientAuthentication: methods }: ServerContext,
  check: Check,
): void {
  const seen = new Set<string>();
  clients.forEach((client, index) => {
    const at = `clients[${index}].`;
    const { client_id: id, scope = 'any', grant_types: types = [] } = client;
    check(
      /^[\x20-\x7e]+$/.test(id) && !seen.has(id),
      `${at}client_id`,
      'must be unique printable ASCII',
    );
    seen.add(id);
    const checkAmong = (list: string[], values: readonly string[], member: string): void => {
      check(
        values.every((one) => list.includes(one)),
        at + member,
        `must be among ${list.join(', ')}`,
      );
    };
    const method = getAuthenticationMethod(client);
    checkAmong([...methods.keys()], [method], 'token_endpoint_auth_method');
    const bySecret = method.startsWith('client_secret_') && !options.verifySecret;
    const hasSecret = client.client_secret ?? client.client_secret_digest;
    check(
      hasSecret ? method !== 'none' : !bySecret,
      `${at}client_secret`,
      'must be there, unless token_endpoint_auth_method is none',
    );
    check(scope.split(' ').every(isScopeToken), `${at}scope`, badScope);
    checkAmong(['implicit', 'refresh_token', ...grants.keys()], types, 'grant_types');
  });
}
