import { refreshBody } from '../clients.js';
import type { BenchServer } from '../scenario.js';
import { HandWrittenGrants } from './by-hand-grants.js';
import { now, readTokenForm, sendJson, type SendJson } from './by-hand.js';

/**
 * Refresh by hand, on a bare node:http server: rotation, the same answer again for ten seconds, reuse
 * detection. Tokens and answers are kept as they are.
 */
export function handWrittenRefresh(send: SendJson = sendJson): BenchServer {
  const grants = new HandWrittenGrants();
  return {
    listener(request, response) {
      readTokenForm(request, response, 'refresh_token', (form, clientId) => {
        const token = grants.refreshTokens.get(form.get('refresh_token') ?? '');
        if (token?.grant.clientId !== clientId || token.expiresAt <= now() || token.grant.revoked) {
          send(response, 400, { error: 'invalid_grant' });
          return;
        }
        if (token.spent !== undefined && token.spent.at + 10 <= now()) {
          token.grant.revoked = true;
          send(response, 400, { error: 'invalid_grant' });
          return;
        }
        token.spent ??= { at: now(), answer: grants.issue(token.grant) };
        send(response, 200, token.spent.answer);
      });
    },
    prepare: async (count) => grants.refreshTokensOfNewGrants(count).map(refreshBody),
  };
}
