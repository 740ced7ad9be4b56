import type { Client } from '@oauth/core';
import type { ShownClient } from './models.js';

/** A client as pages may show it. */
export function shownClient(client: Client): ShownClient {
  return {
    id: client.client_id,
    name: client.client_name ?? client.client_id,
    website: webLink(client.client_uri),
    terms: webLink(client.tos_uri),
    privacy: webLink(client.policy_uri),
  };
}

/** A link that leads to the web, and cannot run anything; undefined for any other. */
function webLink(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}

/** Where a redirect leads, in words: a host, or the app that has the scheme. */
export function destination(redirectUri: string): string {
  const { protocol, host } = new URL(redirectUri);
  if (protocol !== 'https:' && protocol !== 'http:') return `the app ${protocol.slice(0, -1)}`;
  return /^(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(host)
    ? `an app on this device (${host})`
    : host;
}

/** A length of time in words, to the unit that fits. */
export function inWords(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ] as const;
  const [unit, length] = units.find(([, size]) => seconds >= size) ?? ['second', 1];
  const count = Math.ceil(seconds / length);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
