import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { refreshBody, webApp } from '../clients.js';
import type { BenchServer } from '../scenario.js';
import { newGrant, newToken, type Grant } from './by-hand-grants.js';
import { isClient, now, readForm, sendJson } from './by-hand.js';

interface RefreshToken {
  readonly grant: Grant;
  readonly expiresAt: number;
  spent: { readonly at: number; readonly sealed: Buffer } | undefined;
}

/**
 * The same as `limit` with nothing at rest that opens anything: tokens are kept as digests, and what
 * was answered is sealed under a key that only the old token yields. Repeats, which the benchmark
 * does not send, are not read back.
 */
export function sealedRefresh(): BenchServer {
  const accessTokens = new Map<string, { readonly grant: Grant; readonly expiresAt: number }>();
  const refreshTokens = new Map<string, RefreshToken>();

  function issue(grant: Grant): Readonly<Record<string, string | number>> {
    const [accessToken, refreshToken] = [newToken(), newToken()];
    accessTokens.set(digest(accessToken), { grant, expiresAt: now() + 3600 });
    const expiresAt = now() + 30 * 86_400;
    refreshTokens.set(digest(refreshToken), { grant, expiresAt, spent: undefined });
    return {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: grant.scope,
      refresh_token: refreshToken,
    };
  }

  return {
    listener(request, response) {
      readForm(request, (form) => {
        const clientId = form.get('client_id');
        if (!isClient(clientId, form.get('client_secret'))) {
          sendJson(response, 401, { error: 'invalid_client' });
          return;
        }
        if (form.get('grant_type') !== 'refresh_token') {
          sendJson(response, 400, { error: 'unsupported_grant_type' });
          return;
        }
        const text = form.get('refresh_token') ?? '';
        const token = refreshTokens.get(digest(text));
        if (token?.grant.clientId === clientId && token.spent) token.grant.revoked = true;
        if (token?.grant.clientId !== clientId || token.expiresAt <= now() || token.grant.revoked) {
          sendJson(response, 400, { error: 'invalid_grant' });
          return;
        }
        const answer = issue(token.grant);
        token.spent = { at: now(), sealed: seal(text, JSON.stringify(answer)) };
        sendJson(response, 200, answer);
      });
    },
    async prepare(count) {
      accessTokens.clear();
      refreshTokens.clear();
      return Array.from({ length: count }, () => {
        const token = newToken();
        const expiresAt = now() + 30 * 86_400;
        refreshTokens.set(digest(token), { grant: newGrant(), expiresAt, spent: undefined });
        return refreshBody(token);
      });
    },
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function seal(secret: string, text: string): Buffer {
  const nonce = randomBytes(12);
  const key = createHash('sha256').update(`seal ${secret} ${webApp.id}`).digest();
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}
