import { decodeBase64, sha256 } from '#crypto';
import { andThen } from './after.js';
import { getAuthenticationMethod, type Client } from './client.js';
import { timingSafeEqual } from './equal.js';
import { refused, type OAuthError } from './errors.js';
import { formDecode } from './parameters.js';
import type { FormRequest } from './plugin.js';
import type { ServerContext } from './server-context.js';
import type { Awaitable, ByName } from './types.js';

/** A client as a request presents it, not yet believed. */
export interface PresentedCredentials {
  readonly clientId: string;
  /** `undefined` is an unknown client, refused whatever this says: take the same time over it. */
  verify(client: Client | undefined): Awaitable<boolean>;
}

/** A way for clients to prove who they are, registered by its `token_endpoint_auth_method`. */
export interface ClientAuthentication {
  /** Looks, without work, whether the request uses this method. */
  read(request: FormRequest, server: ServerContext): PresentedCredentials | undefined;
  /** Counts only when no other method matches, as `none` does. */
  readonly fallback?: boolean | undefined;
}

/** Checks a secret that core does not hold, say with argon2. */
export type VerifySecret = (secret: string, client: Client | undefined) => Awaitable<boolean>;

/** The methods of RFC 6749 section 2.3.1 and of public clients. */
export function secretMethods(
  verifySecret: VerifySecret = verifyDigest,
): ByName<ClientAuthentication> {
  const present = (clientId: string, secret: string): PresentedCredentials => ({
    clientId,
    verify: (client) => verifySecret(secret, client),
  });
  return {
    client_secret_basic: {
      read(request) {
        const header = request.http.headers.get('authorization') ?? '';
        return /^basic /i.test(header) ? present(...parseBasic(header.slice(6).trim())) : undefined;
      },
    },
    client_secret_post: {
      read(request) {
        const secret = request.parameters.get('client_secret');
        return secret === undefined
          ? undefined
          : present(request.parameters.required('client_id'), secret);
      },
    },
    none: {
      fallback: true,
      read(request) {
        const clientId = request.parameters.get('client_id');
        return clientId === undefined ? undefined : { clientId, verify: () => true };
      },
    },
  };
}

/** As long as a digest, so that comparing with it takes as long. */
const noDigest = '-'.repeat(43);

function verifyDigest(secret: string, client: Client | undefined): Awaitable<boolean> {
  const stored = client?.client_secret_digest ?? noDigest;
  return andThen(sha256(secret), (digest) =>
    typeof stored === 'string'
      ? timingSafeEqual(digest, stored)
      : stored.some((one) => timingSafeEqual(digest, one)),
  );
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
    // A replacement character means that the bytes were not UTF-8.
    const clean = !/[\0\ufffd]/.test(text);
    if (clean && colon > 0 && clientId !== undefined && secret !== undefined)
      return [clientId, secret];
  }
  throw refused('invalid_client', 'client.malformed_basic', {
    description: 'Basic is base64(urlencode(client_id):urlencode(client_secret)).',
  });
}

/**
 * Finds who sent the request and has it proved.
 *
 * @throws OAuthError `invalid_client`, with the same answer for an unknown client and a wrong
 * secret; `invalid_request` when the request uses two methods or names two clients
 */
export function authenticateClient(request: FormRequest, server: ServerContext): Awaitable<Client> {
  const { method, presented } = present(request, server);
  const { clientId } = presented;
  if ((request.parameters.get('client_id') ?? clientId) !== clientId)
    throw refused('invalid_request', 'client.two_ids');
  return andThen(server.findClient(clientId), (client) =>
    andThen(presented.verify(client), (verified) => {
      if (client === undefined) throw failed('client.unknown', clientId);
      const expected = getAuthenticationMethod(client);
      if (expected !== method)
        throw failed(
          'client.wrong_method',
          clientId,
          `It is registered for ${expected}, not ${method}.`,
        );
      if (!verified) throw failed('client.secret_mismatch', clientId);
      return client;
    }),
  );
}

interface Presented {
  readonly method: string;
  readonly fallback: boolean | undefined;
  readonly presented: PresentedCredentials;
}

function present(request: FormRequest, server: ServerContext): Presented {
  let chosen: Presented | undefined;
  for (const [method, entry] of server.clientAuthentication) {
    const presented = entry.read(request, server);
    if (!presented || (chosen && entry.fallback)) continue;
    if (chosen && !chosen.fallback) throw refused('invalid_request', 'client.two_methods');
    chosen = { method, presented, fallback: entry.fallback };
  }
  if (chosen) return chosen;
  throw refused('invalid_client', 'client.missing', {
    description: 'Send client_id and client_secret by Basic or in the body.',
  });
}

function failed(reason: string, clientId: string, hint?: string): OAuthError {
  return refused('invalid_client', reason, {
    description: 'Client authentication failed.',
    hint,
    clientId,
  });
}
