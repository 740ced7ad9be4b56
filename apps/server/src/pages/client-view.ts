import type { Client } from '@oauth/core';
import type { ClientView } from './views.js';

/** A client's metadata as pages show it. */
export function clientView(client: Client): ClientView {
  return {
    id: client.client_id,
    name: client.client_name ?? client.client_id,
    website: toWebUrl(client.client_uri),
    terms: toWebUrl(client.tos_uri),
    privacy: toWebUrl(client.policy_uri),
  };
}

/** Drops URLs such as `javascript:`, which would run in a page of this server. */
function toWebUrl(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
