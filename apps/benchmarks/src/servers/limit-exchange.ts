import { createHash } from 'node:crypto';
import { challenge, exchangeBody, webApp } from '../clients.js';
import type { BenchServer } from '../scenario.js';
import { HandWrittenGrants, newGrant, newToken } from './by-hand-grants.js';
import { now, readTokenForm, sendJson, type SendJson } from './by-hand.js';

/** The redemption of authorization codes with PKCE by hand, on a bare node:http server. */
export function handWrittenExchange(send: SendJson = sendJson): BenchServer {
  const grants = new HandWrittenGrants();
  return {
    listener(request, response) {
      readTokenForm(request, response, 'authorization_code', (form, clientId) => {
        const text = form.get('code') ?? '';
        const code = grants.codes.get(text);
        grants.codes.delete(text);
        if (
          code === undefined ||
          code.expiresAt <= now() ||
          code.grant.clientId !== clientId ||
          code.redirectUri !== form.get('redirect_uri') ||
          code.challenge !== s256(form.get('code_verifier') ?? '')
        ) {
          send(response, 400, { error: 'invalid_grant' });
          return;
        }
        send(response, 200, grants.issue(code.grant));
      });
    },
    async prepare(count) {
      grants.clear();
      return Array.from({ length: count }, () => {
        const code = newToken();
        const { redirectUri } = webApp;
        const expiresAt = now() + 60;
        grants.codes.set(code, { grant: newGrant(), redirectUri, challenge, expiresAt });
        return exchangeBody(code);
      });
    },
  };
}

function s256(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
