import type { Check } from '../contract/plugin.js';
import type { ServerContext } from '../contract/server-context.js';
import type { ServerOptions } from '../contract/server-options.js';
import { resolveEndpointPath } from '../http/endpoint-path.js';
import { checkOptionNames, type OptionNames } from '../lib/option-names.js';
import { isScopeToken } from '../token/scope.js';
import { checkAmong, checkListedClients, scopeTokenRule } from './check-clients.js';

const serverOptionNames: OptionNames<ServerOptions> = {
  issuer: true,
  allowInsecureIssuer: true,
  clients: true,
  store: true,
  plugins: true,
  scopes: true,
  defaultScope: true,
  accessTokenLifetime: true,
  accessTokenGenerator: true,
  refreshTokenGenerator: true,
  clientAuthenticationMethods: true,
  verifySecret: true,
  authorize: true,
  renderErrorPage: true,
  allowInsecureRedirects: true,
  allowRedirectSchemes: true,
  paths: true,
  onEvent: true,
  isAvailable: true,
  maxBodyBytes: true,
  maxParameters: true,
  clock: true,
  random: true,
};

/** Notes what JavaScript lets through and TypeScript would not, and all that follows relies on. */
export function checkRequiredOptions(options: ServerOptions, check: Check): void {
  checkOptionNames(options, serverOptionNames, check);
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
  check((options.scopes ?? []).every(isScopeToken), 'scopes', scopeTokenRule);
  checkAuthenticationMethods(server, check);
  checkPaths(server, check);
  checkListedClients(server, check);
  check(
    (!grants.size || endpoints.has('token_endpoint')) &&
      (!responseTypes.size || endpoints.has('authorization_endpoint')),
    'plugins',
    'has grants or response types without an endpoint: make them by defineGrant or defineResponseType',
  );
  for (const plugin of server.plugins) plugin.check?.(server, check);
}

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

function checkAuthenticationMethods({ options, plugins }: ServerContext, check: Check): void {
  const registered = plugins.flatMap((plugin) => Object.keys(plugin.clientAuthentication ?? {}));
  const { clientAuthenticationMethods: methods = [] } = options;
  checkAmong(registered, methods, 'clientAuthenticationMethods', check);
  for (const { name, clientAuthentication = {} } of plugins)
    for (const { parameters = [] } of Object.values(clientAuthentication))
      check(
        !parameters.some((parameter) => requestParameters.has(parameter)),
        'plugins',
        `${name} lists a parameter of the request among credentials, which a retry may change`,
      );
}

/** What a request asks for: a retry that asks for something else is another request. */
const requestParameters: ReadonlySet<string> = new Set([
  'grant_type',
  'code',
  'refresh_token',
  'scope',
  'resource',
  'audience',
]);

function checkPaths(server: ServerContext, check: Check): void {
  const { options, endpoints } = server;
  const owners = new Map<string, string>();
  const { paths = {} } = options;
  for (const member of new Set([...Object.keys(paths), ...endpoints.keys()])) {
    const path = resolveEndpointPath(server, member, '');
    const owner = owners.get(path) ?? member;
    const at = `paths.${member}`;
    check(endpoints.has(member), at, 'is no endpoint');
    check(/^\/[^?#\s]*$/.test(path), at, 'must start with /');
    check(owner === member, at, `${owner} has ${path} too`);
    owners.set(path, member);
  }
}
