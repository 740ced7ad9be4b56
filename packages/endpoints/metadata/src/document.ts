import {
  sha256,
  type Endpoint,
  type HttpRequest,
  type HttpResponse,
  type JsonObject,
  type Seconds,
  type ServerContext,
} from '@oauth/core/plugin';
import { collectMemberSources, mergeMembers } from './merge-members.js';
import type { MetadataOptions } from './options.js';
import { metadataError } from './reasons.js';

interface DocumentResponses {
  readonly etag: string;
  readonly found: HttpResponse;
  readonly notModified: HttpResponse;
}

interface CachedDocument {
  readonly responses: Promise<DocumentResponses>;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** A handler that sends the document of its server, which is made at the first request. */
export function documentHandler(pluginName: string, options: MetadataOptions): Endpoint['handle'] {
  const cache = new WeakMap<ServerContext, CachedDocument>();
  return async (request, server) => {
    const { responses } = getCachedDocument(cache, pluginName, server, options);
    try {
      const { etag, found, notModified } = await responses;
      return hasMatchingEtag(request, etag) ? notModified : found;
    } catch (thrown) {
      cache.delete(server);
      throw thrown;
    }
  };
}

/** A signed document expires, so that its signature is renewed before the key retires. */
function getCachedDocument(
  cache: WeakMap<ServerContext, CachedDocument>,
  pluginName: string,
  server: ServerContext,
  options: MetadataOptions,
): CachedDocument {
  const cached = cache.get(server);
  if (cached !== undefined && server.now() < cached.expiresAt) return cached;
  const { sign, maxAge = 3600 } = options;
  const fresh = {
    responses: createResponses(pluginName, server, options),
    expiresAt: sign === undefined ? Infinity : server.now() + maxAge,
  };
  cache.set(server, fresh);
  return fresh;
}

async function createResponses(
  pluginName: string,
  server: ServerContext,
  { extra, sign, maxAge = 3600 }: MetadataOptions,
): Promise<DocumentResponses> {
  const { members } = mergeMembers(collectMemberSources(pluginName, server, extra));
  const signed = sign && { signed_metadata: await signMembers(sign, members) };
  return buildResponses(JSON.stringify({ ...members, ...signed }), maxAge);
}

async function signMembers(
  sign: NonNullable<MetadataOptions['sign']>,
  { issuer, ...otherMembers }: JsonObject,
): Promise<string> {
  const jwt = await sign({ iss: issuer, issuer, ...otherMembers });
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(jwt)) return jwt;
  throw metadataError('signed_metadata.malformed');
}

async function buildResponses(body: string, maxAge: Seconds): Promise<DocumentResponses> {
  const etag = `"${await sha256(body)}"`;
  const headers = {
    'Cache-Control': `public, max-age=${maxAge}`,
    ETag: etag,
    // The document is public, whatever the CORS policy of the server.
    'Access-Control-Allow-Origin': '*',
  };
  return {
    etag,
    found: { status: 200, headers: { 'Content-Type': 'application/json', ...headers }, body },
    notModified: { status: 304, headers, body: '' },
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2 */
function hasMatchingEtag({ headers }: HttpRequest, etag: string): boolean {
  const candidates = headers.get('if-none-match')?.split(',') ?? [];
  return candidates.some((candidate) => ['*', etag].includes(candidate.trim().replace(/^W\//, '')));
}
