import { getAuthenticationMethod, getGrantTypes } from '@oauth/core/plugin';
import type { ClientConfig, Config } from '../config/config.js';
import { grantOfPeople } from '../config/people.js';

/** URLs by their names in the metadata, without `_endpoint`. */
export type Endpoints = Readonly<Record<string, string>>;

/** What is printed once the server listens: where it is and what to try next. */
export function welcome(config: Config, endpoints: Endpoints, keptIn: string): string {
  const urls = {
    ...(grantOfPeople(config.plugins) && { pages: `${config.issuer}/` }),
    ...endpoints,
    health: `${new URL(config.issuer).origin}/healthz`,
  };
  const width = Math.max(...Object.keys(urls).map((name) => name.length));
  const lines = Object.entries(urls).map(([name, url]) => `  ${name.padEnd(width)}  ${url}`);
  const note = config.demo ? ' (a demo, reachable from this machine only)' : '';
  return [
    '',
    `The OAuth server runs at ${config.issuer}${note}`,
    ...listening(config),
    '',
    ...lines,
    '',
    `Everything is kept in ${keptIn}.`,
    '',
    ...(config.demo ? demo(config, endpoints) : []),
    'Ctrl-C stops it.',
    '',
  ].join('\n');
}

/** Where a proxy finds it, if that is not where clients do. */
function listening({ issuer, listen: { host, port } }: Config): string[] {
  const { protocol, port: shown } = new URL(issuer);
  if (protocol === 'http:' && Number(shown || 80) === port) return [];
  const at = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const proxy = protocol === 'https:' ? 'a proxy with TLS' : 'a proxy';
  return [`It listens on ${at}; ${proxy} has to lead there.`];
}

/** Answers have no line break at their end, which leaves a prompt behind them. */
const show = String.raw`curl -sw '\n'`;

/** Commands to paste, with the demo's secrets, which are public anyway. */
function demo(config: Config, endpoints: Endpoints): string[] {
  const token = endpoints['token'];
  const introspection = endpoints['introspection'];
  const service = config.clients.find(
    (client) => isConfidential(client) && getGrantTypes(client).includes('client_credentials'),
  );
  if (token === undefined || service?.client_secret === undefined) return [];
  const ask = (secret: string): string =>
    `-u ${quote(`${service.client_id}:${secret}`)} -d grant_type=client_credentials ${token}`;
  const asker = config.clients.find(
    (client) => isConfidential(client) && client.introspects === 'any',
  );
  const who = asker ?? service;
  return [
    ...signIn(config),
    `Try it, in another terminal, as the demo client ${service.client_id}:`,
    '',
    '  # get an access token',
    `  ${show} ${ask(service.client_secret)}`,
    '',
    ...(introspection === undefined
      ? []
      : [
          '  # ask, as an API would, what a token stands for',
          `  TOKEN=$(curl -s ${ask(service.client_secret)} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
          `  ${show} -u ${quote(`${who.client_id}:${who.client_secret ?? ''}`)} -d token="$TOKEN" ${introspection}`,
          '',
        ]),
    '  # a wrong secret is refused; the log says why',
    `  ${show} ${ask('wrong')}`,
    '',
  ];
}

function signIn({ issuer, users }: Config): string[] {
  const user = users.find(({ password }) => password !== undefined);
  if (user === undefined) return [];
  const { username, password = '' } = user;
  return [
    `Open ${issuer}/ in a browser and sign in as ${username} with the password ${password}.`,
    '',
  ];
}

function isConfidential(client: ClientConfig): boolean {
  return (
    getAuthenticationMethod(client) === 'client_secret_basic' && client.client_secret !== undefined
  );
}

/** A shell word, in quotes where it needs them. */
function quote(word: string): string {
  return /^[\w:.~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
