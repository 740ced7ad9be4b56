import { refreshBody } from '../clients.js';
import type { BenchServer } from '../scenario.js';
import { HandWrittenGrants, newGrant, newToken } from './by-hand-grants.js';
import { isClient, now, readForm, sendJson } from './by-hand.js';

/** Refresh with rotation and reuse detection by hand, on a bare node:http server. */
export function limitRefresh(): BenchServer {
  const grants = new HandWrittenGrants();
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
        const token = grants.refreshTokens.get(form.get('refresh_token') ?? '');
        if (token?.grant.clientId === clientId && token.spent) token.grant.revoked = true;
        if (token?.grant.clientId !== clientId || token.expiresAt <= now() || token.grant.revoked) {
          sendJson(response, 400, { error: 'invalid_grant' });
          return;
        }
        token.spent = true;
        sendJson(response, 200, grants.issue(token.grant));
      });
    },
    async prepare(count) {
      grants.clear();
      return Array.from({ length: count }, () => {
        const token = newToken();
        const expiresAt = now() + 30 * 86_400;
        grants.refreshTokens.set(token, { grant: newGrant(), expiresAt, spent: false });
        return refreshBody(token);
      });
    },
  };
}
