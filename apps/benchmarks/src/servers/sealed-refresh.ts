import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { refreshBody, webApp } from '../clients.js';
import type { BenchServer } from '../scenario.js';
import { HandWrittenGrants } from './by-hand-grants.js';
import { now, readTokenForm, sendJson } from './by-hand.js';

/**
 * The same as `limit` with nothing at rest that opens anything: tokens are kept as digests, and what
 * was answered is sealed under a key that only the old token yields. Repeats, which the benchmark
 * does not send, are not read back.
 */
export function sealedRefresh(): BenchServer {
  const grants = new HandWrittenGrants<Buffer>(digest);
  return {
    listener(request, response) {
      readTokenForm(request, response, 'refresh_token', (form, clientId) => {
        const text = form.get('refresh_token') ?? '';
        const token = grants.refreshTokens.get(digest(text));
        if (token?.grant.clientId === clientId && token.spent) token.grant.revoked = true;
        if (token?.grant.clientId !== clientId || token.expiresAt <= now() || token.grant.revoked) {
          sendJson(response, 400, { error: 'invalid_grant' });
          return;
        }
        const answer = grants.issue(token.grant);
        token.spent = { at: now(), answer: seal(text, JSON.stringify(answer)) };
        sendJson(response, 200, answer);
      });
    },
    prepare: async (count) => grants.refreshTokensOfNewGrants(count).map(refreshBody),
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
