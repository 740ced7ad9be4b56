import { randomBytes } from 'node:crypto';
import { service, tokenRequestBody } from '../clients.js';
import type { BenchServer } from '../scenario.js';
import { now, readTokenForm, sendJson, type SendJson } from './by-hand.js';

interface Token {
  readonly clientId: string;
  readonly scope: string;
  readonly expiresAt: number;
}

/** The client credentials grant by hand, on a bare node:http server. */
export function handWrittenClientCredentials(send: SendJson = sendJson): BenchServer {
  const tokens = new Map<string, Token>();
  return {
    listener(request, response) {
      readTokenForm(request, response, 'client_credentials', (_form, clientId) => {
        const token = randomBytes(32).toString('base64url');
        const { scope } = service;
        tokens.set(token, { clientId, scope, expiresAt: now() + 3600 });
        const answer = { access_token: token, token_type: 'Bearer', expires_in: 3600, scope };
        send(response, 200, answer);
      });
    },
    async prepare() {
      tokens.clear();
      return [tokenRequestBody];
    },
  };
}
