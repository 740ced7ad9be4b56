import { describe, expect, it } from 'vitest';
import { issueTokens, OAuthError } from '../index.js';
import { clientEndpoint, definePlugin, findToken, json } from '../plugin.js';
import { bodyOf, textOf } from '../testing-support/requests.js';
import { clients, plain, serve, start } from '../testing-support/serve.js';
import { storeTicket } from '../testing-support/tickets.js';

const [web] = clients;
if (web === undefined) throw new TypeError('no client');

const refreshing = definePlugin({
  name: 'refreshing',
  refreshTokens: () => ({ expiresAt: start + 1000, data: {} }),
});

describe('issueTokens', () => {
  it('gives an app tokens that no token request asked for, stored like any other', async () => {
    const { server, events } = serve({ plugins: [plain, refreshing] });
    const issuance = { subject: 'alice', scope: ['read'], refreshable: true };
    const body = await issueTokens(server, { client: web, grantType: 'sign-up' }, issuance);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'read' });
    for (const member of ['access_token', 'refresh_token'])
      expect(await findToken(server.context, textOf(json(200, body), member))).toMatchObject({
        clientId: 'web',
        subject: 'alice',
        kind: member,
      });
    expect(events).toMatchObject([
      { type: 'token.issued', grantType: 'sign-up', clientId: 'web', subject: 'alice' },
    ]);
  });

  it('passes the hooks of the token endpoint, with the request that led to it', async () => {
    const seen: unknown[] = [];
    const tracing = definePlugin({
      name: 'tracing',
      hooks: {
        beforeIssue: (issuance, { grantType, endpoint, parameters }) => {
          seen.push(grantType, endpoint, parameters.get('ticket'));
          return { ...issuance, audience: ['https://api.example'] };
        },
        beforeTokenResponse: (body) => ({ ...body, traced: true }),
      },
      endpoints: {
        ping_endpoint: clientEndpoint({
          path: '/ping',
          clients: 'confidential',
          async handle(from, context) {
            const { client } = from;
            const issuance = { scope: ['read'] };
            return json(
              200,
              await issueTokens({ context }, { client, grantType: 'ping', from }, issuance),
            );
          },
        }),
      },
    });
    const { server, token } = serve({
      plugins: [plain, tracing],
      paths: { token_endpoint: '/t', ping_endpoint: '/token' },
    });
    const response = await token({ ticket: 'x' });
    expect(bodyOf(response)).toMatchObject({ traced: true });
    expect(seen).toEqual(['ping', 'ping_endpoint', 'x']);
    expect(await findToken(server.context, textOf(response, 'access_token'))).toMatchObject({
      data: { audience: ['https://api.example'] },
    });
  });

  it('rejects with what a hook refuses, and stores nothing', async () => {
    const refusing = definePlugin({
      name: 'refusing',
      hooks: {
        beforeIssue: () => {
          throw new OAuthError('access_denied', { reason: 'test.refused' });
        },
      },
    });
    const { server, store } = serve({ plugins: [plain, refusing] });
    const issued = issueTokens(server, { client: web, grantType: 'x' }, { scope: [] });
    await expect(issued).rejects.toMatchObject({ reason: 'test.refused' });
    expect(store.records.size).toBe(0);
  });

  it('rejects with temporarily_unavailable when another request was faster', async () => {
    const served = serve();
    const { record } = await storeTicket(served);
    await served.store.commit([{ type: 'update', record: { ...record, version: 1 } }]);
    const issuance = { scope: ['read'], consumes: record };
    const issued = issueTokens(served.server, { client: web, grantType: 'x' }, issuance);
    await expect(issued).rejects.toMatchObject({
      code: 'temporarily_unavailable',
      reason: 'store.contended',
    });
    expect(served.store.records.size).toBe(1);
  });
});
