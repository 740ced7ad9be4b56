import { refreshBody } from '../clients.js';
import type { BenchServer } from '../scenario.js';
import { HandWrittenGrants, newGrant, newToken } from './by-hand-grants.js';
import { isClient, now, readForm, sendJson } from './by-hand.js';

/**
 * Refresh by hand, on a bare node:http server: rotation, the same answer again for ten seconds, reuse
 * detection. Tokens and answers are kept as they are.
 */
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
        if (token?.grant.clientId !== clientId || token.expiresAt <= now() || token.grant.revoked) {
          sendJson(response, 400, { error: 'invalid_grant' });
          return;
        }
        if (token.spent !== undefined && token.spent.at + 10 <= now()) {
          token.grant.revoked = true;
          sendJson(response, 400, { error: 'invalid_grant' });
          return;
        }
        token.spent ??= { at: now(), answer: grants.issue(token.grant) };
        sendJson(response, 200, token.spent.answer);
      });
    },
    async prepare(count) {
      grants.clear();
      return Array.from({ length: count }, () => {
        const token = newToken();
        const expiresAt = now() + 30 * 86_400;
        const grant = newGrant();
        grants.refreshTokens.set(token, { grant, expiresAt, spent: undefined });
        return refreshBody(token);
      });
    },
  };
}
