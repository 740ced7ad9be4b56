import { expect, it } from 'vitest';
import { getText } from '@oauth/app-kit/json';
import { createServer } from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
import { fakeClock, recordEvents } from '@oauth/testing';
import { issuePersonalToken } from './personal-token.js';

const day = 86_400;

function serve() {
  const clock = fakeClock();
  const events = recordEvents();
  const server = createServer({
    issuer: 'https://auth.example',
    clients: [{ client_id: 'cli', token_endpoint_auth_method: 'none', scope: 'read write' }],
    store: memoryStore({ clock: clock.nowMs }),
    clock: clock.nowMs,
    onEvent: events.onEvent,
    accessTokenLifetime: ({ grantType }) => (grantType === 'personal_token' ? 90 * day : 600),
    plugins: [clientCredentials()],
  });
  const request = (scope: readonly string[], days: number) => ({
    clientId: 'cli',
    subject: 'alice',
    scope,
    expiresAt: server.context.now() + days * day,
  });
  return { server, events, request };
}

it('a user gets a token without a token request, and the operator an event', async () => {
  const { server, events, request } = serve();
  const body = await issuePersonalToken(server, request(['read'], 30));
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 30 * day, scope: 'read' });
  const record = await findToken(server.context, getText(body, 'access_token'));
  expect(record).toMatchObject({ clientId: 'cli', subject: 'alice', kind: 'access_token' });
  expect(events.of('token.issued')).toMatchObject([
    { grantType: 'personal_token', clientId: 'cli', subject: 'alice', scope: ['read'] },
  ]);
});

it('the server’s policy bounds lifetime and scope of a personal token', async () => {
  const { server, request } = serve();
  const { expires_in } = await issuePersonalToken(server, request(['read'], 365));
  expect(expires_in).toBe(90 * day);
  await expect(issuePersonalToken(server, request(['admin'], 1))).rejects.toMatchObject({
    code: 'invalid_scope',
  });
});
