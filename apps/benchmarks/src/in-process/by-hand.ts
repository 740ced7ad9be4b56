import { randomFillSync } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '@oauth/core';
import { service } from '../clients.js';
import { isClient, now } from '../servers/by-hand.js';

const tokenLength = 32;
const pool = Buffer.alloc(256 * tokenLength);
let used = pool.length;

const tokens = new Map<string, Readonly<Record<string, unknown>>>();

/**
 * The token request answered by hand, without HTTP, with random bytes drawn many at a time. It is the
 * measure of the machine: what ours costs can be compared between machines as a multiple of this.
 */
export async function tokenByHand(request: HttpRequest): Promise<HttpResponse> {
  const form = new URLSearchParams(await request.text(1024));
  const clientId = form.get('client_id');
  if (!isClient(clientId, form.get('client_secret'))) return json(401, { error: 'invalid_client' });
  if (form.get('grant_type') !== 'client_credentials') {
    return json(400, { error: 'unsupported_grant_type' });
  }
  const token = newToken();
  const { scope } = service;
  tokens.set(token, { clientId, scope, expiresAt: now() + 3600 });
  return json(200, { access_token: token, token_type: 'Bearer', expires_in: 3600, scope });
}

/** Drops the tokens made by hand. */
export function emptyByHand(): void {
  tokens.clear();
}

function json(status: number, answer: Readonly<Record<string, unknown>>): HttpResponse {
  return { status, headers: {}, body: JSON.stringify(answer) };
}

function newToken(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += tokenLength;
  return pool.toString('base64url', used - tokenLength, used);
}
