import {
  type Endpoint,
  type HttpRequest,
  type HttpResponse,
  type JsonObject,
  OAuthError,
  type ServerContext,
  sha256,
} from '@oauth/core/plugin';
import { compose, sourcesOf } from './compose.js';
import type { MetadataOptions } from './options.js';

/** Both answers there are. */
interface Answers {
  readonly etag: string;
  readonly found: HttpResponse;
  readonly notModified: HttpResponse;
}

interface Made {
  readonly answers: Promise<Answers>;
  /** Epoch seconds. */
  readonly until: number;
}

/** Answers with the document of a server, which is written at the first request. */
export function documentHandler(self: string, options: MetadataOptions): Endpoint['handle'] {
  const { extra, sign, maxAge = 3600 } = options;
  const made = new WeakMap<ServerContext, Made>();

  async function write(server: ServerContext): Promise<Answers> {
    const document = compose(sourcesOf(self, server, extra));
    const signed = sign && { signed_metadata: await signedBy(sign, document) };
    return answersOf(JSON.stringify({ ...document, ...signed }), maxAge);
  }

  function current(server: ServerContext): Made {
    const last = made.get(server);
    if (last !== undefined && server.now() < last.until) return last;
    const until = sign === undefined ? Infinity : server.now() + maxAge;
    const next = { answers: write(server), until };
    made.set(server, next);
    return next;
  }

  return async (request, server) => {
    const { answers } = current(server);
    try {
      const { etag, found, notModified } = await answers;
      return isKnown(request, etag) ? notModified : found;
    } catch (thrown) {
      made.delete(server);
      throw thrown;
    }
  };
}

async function signedBy(
  sign: NonNullable<MetadataOptions['sign']>,
  { issuer, ...rest }: JsonObject,
): Promise<string> {
  const jwt = await sign({ iss: issuer, issuer, ...rest });
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(jwt)) return jwt;
  throw new OAuthError('server_error', {
    reason: 'signed_metadata.malformed',
    hint: 'The option sign must return a compact JWS.',
  });
}

async function answersOf(body: string, maxAge: number): Promise<Answers> {
  const etag = `"${await sha256(body)}"`;
  const headers = {
    'Cache-Control': `public, max-age=${maxAge}`,
    ETag: etag,
    // Public, whatever the server's policy for other origins.
    'Access-Control-Allow-Origin': '*',
  };
  return {
    etag,
    found: { status: 200, headers: { 'Content-Type': 'application/json', ...headers }, body },
    notModified: { status: 304, headers, body: '' },
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2 */
function isKnown({ headers }: HttpRequest, etag: string): boolean {
  const known = headers.get('if-none-match')?.split(',') ?? [];
  return known.some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '')));
}
