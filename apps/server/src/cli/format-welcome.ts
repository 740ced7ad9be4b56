import { getAuthenticationMethod, getGrantTypes } from '@oauth/core/plugin';
import type { ClientConfig, Config } from '../config/config.js';
import { findUserGrant } from '../config/user-grants.js';

/** Endpoint URLs by their names in the metadata, without `_endpoint`. */
export type EndpointUrls = Readonly<Record<string, string>>;

/** Formats what the start prints: where the server is and, in a demo, commands to try. */
export function formatWelcome(config: Config, endpoints: EndpointUrls, store: string): string {
  const urls = {
    ...(findUserGrant(config.plugins) && { pages: `${config.issuer}/` }),
    ...endpoints,
    health: `${new URL(config.issuer).origin}/healthz`,
  };
  const width = Math.max(...Object.keys(urls).map((name) => name.length));
  const lines = Object.entries(urls).map(([name, url]) => `  ${name.padEnd(width)}  ${url}`);
  const note = config.demo ? ' (a demo, reachable from this machine only)' : '';
  return [
    '',
    `The OAuth server runs at ${config.issuer}${note}`,
    ...formatListenHint(config),
    '',
    ...lines,
    '',
    `All data is in ${store}.`,
    '',
    ...(config.demo ? [...formatSignInHint(config), ...formatDemoCommands(config, endpoints)] : []),
    'Ctrl-C stops it.',
    '',
  ].join('\n');
}

/** Tells where a proxy finds the server, if clients find it elsewhere. */
function formatListenHint({ issuer, listen: { host, port } }: Config): string[] {
  const { protocol, port: issuerPort } = new URL(issuer);
  if (protocol === 'http:' && Number(issuerPort || 80) === port) return [];
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const proxy = protocol === 'https:' ? 'a proxy with TLS' : 'a proxy';
  return [`It listens on ${address}; ${proxy} has to lead there.`];
}

/** Responses end without a line break, so curl adds one before the next prompt. */
const curl = String.raw`curl -sw '\n'`;

/** Formats commands to paste. The secrets in them are those of the demo, which are published. */
function formatDemoCommands(
  { clients }: Config,
  { token, introspection }: EndpointUrls,
): readonly string[] {
  const service = clients.find(
    (client) => hasBasicSecret(client) && getGrantTypes(client).includes('client_credentials'),
  );
  if (token === undefined || service?.client_secret === undefined) return [];
  const formatTokenRequest = (secret: string): string =>
    `-u ${quoteShellWord(`${service.client_id}:${secret}`)} -d grant_type=client_credentials ${token}`;
  const api = clients.find((client) => hasBasicSecret(client) && client.introspects === 'any');
  const introspector = api ?? service;
  const credentials = `${introspector.client_id}:${introspector.client_secret ?? ''}`;
  return [
    `Try it, in another terminal, as the demo client ${service.client_id}:`,
    '',
    '  # get an access token',
    `  ${curl} ${formatTokenRequest(service.client_secret)}`,
    '',
    ...(introspection === undefined
      ? []
      : [
          '  # look up what a token stands for, as an API does',
          `  TOKEN=$(curl -s ${formatTokenRequest(service.client_secret)} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
          `  ${curl} -u ${quoteShellWord(credentials)} -d token="$TOKEN" ${introspection}`,
          '',
        ]),
    '  # a wrong secret is refused; the log says why',
    `  ${curl} ${formatTokenRequest('wrong')}`,
    '',
  ];
}

function formatSignInHint({ issuer, users }: Config): string[] {
  const user = users.find(({ password }) => password !== undefined);
  if (user === undefined) return [];
  const { username, password = '' } = user;
  return [
    `Open ${issuer}/ in a browser and sign in as ${username} with the password ${password}.`,
    '',
  ];
}

function hasBasicSecret(client: ClientConfig): boolean {
  return (
    getAuthenticationMethod(client) === 'client_secret_basic' && client.client_secret !== undefined
  );
}

function quoteShellWord(word: string): string {
  return /^[\w:.~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
