import { decodeBase64, equal, sha256 } from '#crypto';
import { authenticationMethodOf, type Client } from './client.js';
import { OAuthError, refused } from './errors.js';
import { decodePercent } from './parameters.js';
import type { FormRequest } from './plugin.js';
import type { Awaitable, Named } from './types.js';

/** A client as a request presents it, not yet believed. */
export interface PresentedClient {
  readonly clientId: string;
  /** `undefined` is an unknown client: take the same time over it and say false. */
  verify(client: Client | undefined): Awaitable<boolean>;
}

/** A way for clients to prove who they are, registered by its `token_endpoint_auth_method`. */
export interface ClientAuthentication {
  /** Looks, without work, whether the request uses this method. */
  read(request: FormRequest): PresentedClient | undefined;
  /** Counts only when no other method matches, as `none` does. */
  readonly fallback?: boolean;
}

/** Checks a secret that core does not hold, say with argon2. */
export type VerifySecret = (secret: string, client: Client | undefined) => Awaitable<boolean>;

/** The methods of RFC 6749 section 2.3.1 and of public clients. */
export function secretMethods(
  verifySecret: VerifySecret = verifyDigest,
): Named<ClientAuthentication> {
  const present = (clientId: string, secret: string): PresentedClient => ({
    clientId,
    verify: async (client) => (await verifySecret(secret, client)) && client !== undefined,
  });
  return {
    client_secret_basic: {
      read(request) {
        const header = request.http.headers.get('authorization');
        if (header === null || !/^basic /i.test(header)) return undefined;
        const [clientId, secret] = parseBasic(header.slice(6).trim());
        return present(clientId, secret);
      },
    },
    client_secret_post: {
      read(request) {
        const secret = request.parameters.get('client_secret');
        if (secret === undefined) return undefined;
        return present(request.parameters.required('client_id'), secret);
      },
    },
    none: {
      fallback: true,
      read(request) {
        const clientId = request.parameters.get('client_id');
        return clientId === undefined
          ? undefined
          : { clientId, verify: (client) => client !== undefined };
      },
    },
  };
}

const unknownClientDigest = ['-'.repeat(43)];

async function verifyDigest(secret: string, client: Client | undefined): Promise<boolean> {
  const digest = await sha256(secret);
  const stored = client?.client_secret_digest ?? unknownClientDigest;
  if (typeof stored === 'string') return equal(digest, stored);
  return stored.filter((one) => equal(digest, one)).length > 0;
}

/**
 * Both halves are form-encoded before they are joined, so a colon inside either is `%3A`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
 */
function parseBasic(credentials: string): readonly [string, string] {
  if (credentials.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(credentials)) {
    const text = decodeBase64(credentials);
    const colon = text.indexOf(':');
    const clientId = formDecode(text.slice(0, colon));
    const secret = formDecode(text.slice(colon + 1));
    if (colon > 0 && clientId !== undefined && secret !== undefined) return [clientId, secret];
  }
  throw refused('invalid_client', 'client.malformed_basic', {
    description: 'Basic is base64(urlencode(client_id):urlencode(client_secret)).',
  });
}

function formDecode(text: string): string | undefined {
  // The bytes may be raw UTF-8, from clients that do not encode; decode those as well.
  const ascii = text.replace(/[^\x20-\x7e]/g, (byte) => `%${hex(byte.charCodeAt(0))}`);
  const value = decodePercent(ascii.replaceAll('+', ' '));
  return value?.includes('\0') === true ? undefined : value;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/**
 * Finds who sent the request and has it proved.
 *
 * @throws OAuthError `invalid_client`, with the same answer for an unknown client and a wrong
 * secret; `invalid_request` when the request uses two methods or names two clients
 */
export async function authenticateClient(
  request: FormRequest,
  methods: ReadonlyMap<string, ClientAuthentication>,
  find: (clientId: string) => Awaitable<Client | undefined>,
): Promise<Client> {
  const { method, presented } = present(request, methods);
  const named = request.parameters.get('client_id');
  if (named !== undefined && named !== presented.clientId)
    throw refused('invalid_request', 'client.two_ids');
  const client = await find(presented.clientId);
  const verified = await presented.verify(client);
  if (client === undefined) throw failed('client.unknown', presented.clientId);
  const expected = authenticationMethodOf(client);
  if (expected !== method)
    throw failed(
      'client.wrong_method',
      client.client_id,
      `It is registered for ${expected}, not ${method}.`,
    );
  if (!verified) throw failed('client.secret_mismatch', client.client_id);
  return client;
}

function present(
  request: FormRequest,
  methods: ReadonlyMap<string, ClientAuthentication>,
): { method: string; presented: PresentedClient } {
  let found: { method: string; presented: PresentedClient } | undefined;
  let fallback: { method: string; presented: PresentedClient } | undefined;
  for (const [method, entry] of methods) {
    const presented = entry.read(request);
    if (presented === undefined) continue;
    if (entry.fallback === true) fallback = { method, presented };
    else if (found === undefined) found = { method, presented };
    else throw refused('invalid_request', 'client.two_methods');
  }
  const chosen = found ?? fallback;
  if (chosen !== undefined) return chosen;
  throw refused('invalid_client', 'client.missing', {
    description: 'Send client_id and client_secret by HTTP Basic or in the body.',
  });
}

function failed(reason: string, clientId: string, hint?: string): OAuthError {
  const description = 'Client authentication failed.';
  return new OAuthError('invalid_client', { reason, description, hint, clientId });
}
