import { getAuth, byStore, protect, protectedResource, requireOAuth } from '@oauth/resource';
import { resource } from '../clients.js';
import type { BenchServer } from '../scenario.js';
import { sendJson } from './by-hand.js';
import { bridge } from './fetch-bridge.js';
import { issuePair } from './our-tokens.js';
import { empty, makeOurs, type Ours } from './ours.js';

/** Our check of tokens before a handler of node:http. */
export function resourceOverNode(): BenchServer {
  const ours = makeOurs();
  const mayRead = requireOAuth(apiOf(ours), 'read');
  return {
    listener(request, response) {
      void mayRead(request, response, () => {
        sendJson(response, 200, { subject: getAuth(request).subject });
      });
    },
    prepare: () => prepare(ours),
  };
}

/** Our check of tokens before a fetch handler, behind a plain bridge from node:http. */
export function resourceOverFetch(): BenchServer {
  const ours = makeOurs();
  const headers = { 'Cache-Control': 'no-store' };
  const handler = protect(apiOf(ours), ['read'], (_request, { subject }) =>
    Response.json({ subject }, { headers }),
  );
  return { listener: bridge(handler), prepare: () => prepare(ours) };
}

function apiOf({ server }: Ours): ReturnType<typeof protectedResource> {
  return protectedResource({ resource, validate: byStore(server) });
}

async function prepare(ours: Ours): Promise<readonly string[]> {
  await empty(ours);
  const { accessToken } = await issuePair(ours);
  return [accessToken];
}
