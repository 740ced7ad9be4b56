import { resource, webApp } from '../clients.js';
import type { BenchServer } from '../scenario.js';
import { newGrant, newToken } from './by-hand-grants.js';
import { now, sendJson } from './by-hand.js';

interface Token {
  readonly subject: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly audience: string;
  readonly expiresAt: number;
}

/** A resource that checks its bearer token by hand, on a bare node:http server. */
export function handWrittenResource(): BenchServer {
  const tokens = new Map<string, Token>();
  return {
    listener(request, response) {
      const header = request.headers.authorization ?? '';
      const token = header.startsWith('Bearer ') ? tokens.get(header.slice(7)) : undefined;
      if (token === undefined || token.expiresAt <= now() || token.audience !== resource) {
        response.setHeader('WWW-Authenticate', 'Bearer error="invalid_token"');
        sendJson(response, 401, { error: 'invalid_token' });
        return;
      }
      if (!token.scopes.includes('read')) {
        response.setHeader('WWW-Authenticate', 'Bearer error="insufficient_scope"');
        sendJson(response, 403, { error: 'insufficient_scope' });
        return;
      }
      sendJson(response, 200, { subject: token.subject });
    },
    async prepare() {
      tokens.clear();
      const { clientId, subject } = newGrant();
      const scopes = webApp.scope.split(' ');
      const token = newToken();
      const expiresAt = now() + 3600;
      tokens.set(token, { subject, clientId, scopes, audience: resource, expiresAt });
      return [token];
    },
  };
}
