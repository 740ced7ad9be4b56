import { describe, expect, it } from 'vitest';
import { type Approval, createServer, type JsonObject } from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import { refresh } from '@oauth/grant-refresh';
import { memoryStore } from '@oauth/store-memory';
import { fakeClock, recordEvents, slowStore, testClient } from '@oauth/testing';
import { decide, deviceAuthorization } from './device-authorization.js';
import { findUserCode } from './user-code.js';

const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
const alice: Approval = { subject: 'alice' };

function serve(pause?: number) {
  const clock = fakeClock();
  const events = recordEvents();
  const memory = memoryStore({ clock: clock.nowMs });
  const device = { token_endpoint_auth_method: 'none', scope: 'read write' };
  const server = createServer({
    issuer: 'https://auth.example',
    clients: [
      { ...device, client_id: 'tv', grant_types: [grant_type, 'refresh_token'] },
      { ...device, client_id: 'radio', grant_types: [grant_type] },
      { ...device, client_id: 'web', grant_types: [] },
    ],
    store: pause === undefined ? memory : slowStore(memory, pause),
    clock: clock.nowMs,
    onEvent: events.onEvent,
    plugins: [deviceAuthorization({ verificationUri: 'https://auth.example/device' }), refresh()],
  });
  const begin = async (client_id = 'tv', parameters = {}) => {
    const client = testClient(server, { client_id });
    const { status, body } = await client.post('/device_authorization', parameters);
    const poll = (as = client) =>
      as.token({ grant_type, device_code: textOf(body, 'device_code') });
    return { status, body, userCode: textOf(body, 'user_code'), poll };
  };
  return { server, memory, clock, events, begin };
}

function textOf(body: JsonObject, member: string): string {
  const { [member]: text } = body;
  return typeof text === 'string' ? text : '';
}

describe('RFC 8628', () => {
  it('gives two codes, and keeps neither as it is', async () => {
    const { begin, memory, server } = serve();
    const { status, body } = await begin('tv', { scope: 'read' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      device_code: expect.stringMatching(/^[\w-]{59}$/) as unknown,
      user_code: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/) as unknown,
      verification_uri: 'https://auth.example/device',
      expires_in: 600,
      interval: 5,
    });
    const user = await findUserCode(server, textOf(body, 'user_code').toLowerCase());
    expect(user).toMatchObject({ clientId: 'tv', data: { scope: 'read' } });
    expect(JSON.stringify(user)).not.toContain(textOf(body, 'user_code'));
    expect(memory.size).toBe(2);
  });

  it('pending until the user agrees, then tokens', async () => {
    const { begin, clock, server } = serve();
    const { poll, userCode } = await begin();
    expect((await poll()).body).toEqual({ error: 'authorization_pending' });
    clock.advance(5);
    expect((await poll()).body).toEqual({ error: 'authorization_pending' });
    expect(await decide(server, userCode, { ...alice, scope: ['read'] })).toBe(true);
    const { body } = await poll();
    expect(body).toMatchObject({ token_type: 'Bearer', scope: 'read' });
    expect(await findToken(server.context, textOf(body, 'refresh_token'))).toMatchObject({
      subject: 'alice',
    });
  });

  it('slows down who asks too soon, by five seconds each time', async () => {
    const { begin, clock } = serve();
    const { poll } = await begin();
    const answers: unknown[] = [];
    for (const seconds of [0, 4, 9, 15]) {
      clock.advance(seconds);
      answers.push((await poll()).body['error']);
    }
    expect(answers).toEqual([
      'authorization_pending',
      'slow_down',
      'slow_down',
      'authorization_pending',
    ]);
  });

  it('denied is said once, and the code is used', async () => {
    const { begin, server } = serve();
    const { poll, userCode } = await begin();
    expect(await decide(server, userCode, undefined)).toBe(true);
    expect((await poll()).body['error']).toBe('access_denied');
    expect((await poll()).body['error']).toBe('invalid_grant');
  });

  it('a user code is good for one decision, and not for long', async () => {
    const { begin, server, clock } = serve();
    const first = await begin();
    expect(await decide(server, first.userCode, alice)).toBe(true);
    expect(await decide(server, first.userCode, alice)).toBe(false);
    const late = await begin();
    clock.advance(600);
    expect(await decide(server, late.userCode, alice)).toBe(false);
    expect((await late.poll()).body['error']).toBe('expired_token');
  });

  it('a device code that comes again ends what it gave', async () => {
    const { begin, server, events } = serve();
    const { poll, userCode } = await begin();
    await decide(server, userCode, alice);
    const { body } = await poll();
    expect((await poll()).body['error']).toBe('invalid_grant');
    expect(await findToken(server.context, textOf(body, 'access_token'))).toBeUndefined();
    expect(events.of('grant.revoked')).toMatchObject([{ reason: 'device_code.reused' }]);
  });

  it('of devices that ask at once one gets tokens, however slow the store is', async () => {
    const { begin, server } = serve(1);
    const { poll, userCode } = await begin();
    const asking = poll();
    await decide(server, userCode, alice);
    await asking;
    const answers = await Promise.all(Array.from({ length: 10 }, () => poll()));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('is for the client that began, and for clients that may', async () => {
    const { begin, server } = serve();
    const { poll, userCode } = await begin();
    await decide(server, userCode, alice);
    const radio = testClient(server, { client_id: 'radio' });
    expect((await poll(radio)).body['error']).toBe('expired_token');
    expect((await poll()).status).toBe(200);
    expect((await begin('web')).body['error']).toBe('unauthorized_client');
    expect((await begin('tv', { scope: 'admin' })).body['error']).toBe('invalid_scope');
  });
});
