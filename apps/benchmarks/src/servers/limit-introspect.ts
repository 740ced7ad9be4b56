import { randomBytes } from 'node:crypto';
import { introspectionBody, service } from '../clients.js';
import type { BenchServer } from '../scenario.js';
import { isClient, now, readBasic, readForm, sendJson, type SendJson } from './by-hand.js';

/** Token introspection by hand, on a bare node:http server. */
export function handWrittenIntrospect(send: SendJson = sendJson): BenchServer {
  const tokens = new Map<string, { clientId: string; scope: string; iat: number; exp: number }>();
  return {
    listener(request, response) {
      readForm(request, (form) => {
        if (!isClient(...readBasic(request))) {
          send(response, 401, { error: 'invalid_client' });
          return;
        }
        const token = tokens.get(form.get('token') ?? '');
        if (token === undefined || token.exp <= now()) {
          send(response, 200, { active: false });
          return;
        }
        const { clientId, scope, iat, exp } = token;
        const answer = { active: true, scope, client_id: clientId, token_type: 'Bearer', exp, iat };
        send(response, 200, answer);
      });
    },
    async prepare() {
      tokens.clear();
      const token = randomBytes(32).toString('base64url');
      const { id: clientId, scope } = service;
      tokens.set(token, { clientId, scope, iat: now(), exp: now() + 3600 });
      return [introspectionBody(token)];
    },
  };
}
