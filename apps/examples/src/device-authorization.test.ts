import { describe, expect, it } from 'vitest';
import { findText, getText } from '@oauth/app-kit/json';
import { createServer, type AuthorizationDecision, type Store } from '@oauth/core';
import { definePlugin, findToken, type Hooks, OAuthError } from '@oauth/core/plugin';
import { refresh } from '@oauth/grant-refresh';
import { memoryStore } from '@oauth/store-memory';
import { fakeClock, recordEvents, slowStore, testClient } from '@oauth/testing';
import {
  decideDeviceRequest,
  deviceAuthorization,
  findDeviceRequest,
} from './device-authorization.js';

const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
const page = new Request('https://auth.example/device');
const approve: AuthorizationDecision = { approve: { subject: 'alice' } };

function serve({ delay, hooks = {} }: { delay?: number; hooks?: Hooks } = {}) {
  const clock = fakeClock();
  const events = recordEvents();
  const memory = memoryStore({ clock: clock.nowMs });
  const written: string[] = [];
  const watched: Store = {
    ...memory,
    commit(changes) {
      written.push(JSON.stringify(changes));
      return memory.commit(changes);
    },
  };
  const device = { token_endpoint_auth_method: 'none', scope: 'read write' };
  const server = createServer({
    issuer: 'https://auth.example',
    clients: [
      { ...device, client_id: 'tv', grant_types: [grant_type, 'refresh_token'] },
      { ...device, client_id: 'radio', grant_types: [grant_type] },
      { ...device, client_id: 'web', grant_types: [] },
    ],
    store: delay === undefined ? watched : slowStore(watched, delay),
    clock: clock.nowMs,
    onEvent: events.onEvent,
    plugins: [
      deviceAuthorization({ verificationUri: 'https://auth.example/device' }),
      refresh(),
      definePlugin({ name: 'test', hooks }),
    ],
  });
  const begin = async (client_id = 'tv', parameters = {}) => {
    const client = testClient(server, { client_id });
    const { status, body } = await client.post('/device_authorization', parameters);
    const userCode = findText(body, 'user_code') ?? '';
    const poll = (as = client) =>
      as.token({ grant_type, device_code: findText(body, 'device_code') ?? '' });
    const decide = (decision: AuthorizationDecision) =>
      decideDeviceRequest(server, page, userCode, decision);
    return { status, body, userCode, poll, decide };
  };
  return { server, written, clock, events, begin };
}

describe('device authorization (RFC 8628)', () => {
  it('gives two codes, and stores neither in clear', async () => {
    const { begin, written, server } = serve();
    const { status, body, userCode } = await begin('tv', { scope: 'read' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      device_code: expect.stringMatching(/^[\w-]{59}$/) as unknown,
      user_code: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/) as unknown,
      verification_uri: 'https://auth.example/device',
      expires_in: 600,
      interval: 5,
    });
    const request = await findDeviceRequest(server, page, userCode.toLowerCase());
    expect(request).toMatchObject({ client: { client_id: 'tv' }, scope: ['read'] });
    expect(written).toHaveLength(2);
    for (const code of [userCode, userCode.replace('-', ''), getText(body, 'device_code')])
      expect(written.join('')).not.toContain(code);
  });

  it('gives tokens once the user has approved, with the scope of the approval', async () => {
    const { begin, clock, server } = serve();
    const { poll, decide } = await begin();
    expect((await poll()).body['error']).toBe('authorization_pending');
    clock.advance(5);
    expect((await poll()).body['error']).toBe('authorization_pending');
    const decision: AuthorizationDecision = { approve: { subject: 'alice', scope: ['read'] } };
    expect(await decide(decision)).toEqual(decision);
    const { body } = await poll();
    expect(body).toMatchObject({ token_type: 'Bearer', scope: 'read' });
    expect(await findToken(server.context, getText(body, 'refresh_token'))).toMatchObject({
      subject: 'alice',
    });
  });

  it('slows down a device that polls too soon, by five seconds each time', async () => {
    const { begin, clock } = serve();
    const { poll } = await begin();
    const errors: unknown[] = [];
    for (const seconds of [0, 4, 9, 15]) {
      clock.advance(seconds);
      errors.push((await poll()).body['error']);
    }
    expect(errors).toEqual([
      'authorization_pending',
      'slow_down',
      'slow_down',
      'authorization_pending',
    ]);
  });

  it('tells the device once that the user has denied, and spends the code', async () => {
    const { begin } = serve();
    const { poll, decide } = await begin();
    expect(await decide({ deny: true })).toEqual({ deny: true });
    expect((await poll()).body['error']).toBe('access_denied');
    expect((await poll()).body['error']).toBe('invalid_grant');
  });

  it('lets the user decide once, until the code expires', async () => {
    const { begin, clock } = serve();
    const first = await begin();
    expect(await first.decide(approve)).toEqual(approve);
    expect(await first.decide(approve)).toBeUndefined();
    const late = await begin();
    clock.advance(600);
    expect(await late.decide(approve)).toBeUndefined();
    expect((await late.poll()).body['error']).toBe('expired_token');
  });

  it('ends what a device code gave when the code is used again', async () => {
    const { begin, server, events } = serve();
    const { poll, decide } = await begin();
    await decide(approve);
    const { body } = await poll();
    expect((await poll()).body['error']).toBe('invalid_grant');
    expect(await findToken(server.context, getText(body, 'access_token'))).toBeUndefined();
    expect(events.of('grant.revoked')).toMatchObject([{ reason: 'device_code.reused' }]);
  });

  it('gives tokens to one of parallel polls, however slow the store is', async () => {
    const { begin } = serve({ delay: 1 });
    const { poll, decide } = await begin();
    const early = poll();
    await decide(approve);
    await early;
    const responses = await Promise.all(Array.from({ length: 10 }, () => poll()));
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('refuses codes of other clients, and clients that may not use the grant', async () => {
    const { begin, server } = serve();
    const { poll, decide } = await begin();
    await decide(approve);
    const radio = testClient(server, { client_id: 'radio' });
    expect((await poll(radio)).body['error']).toBe('expired_token');
    expect((await poll()).status).toBe(200);
    expect((await begin('web')).body['error']).toBe('unauthorized_client');
    expect((await begin('tv', { scope: 'admin' })).body['error']).toBe('invalid_scope');
  });

  it('gives no more scope than the device has requested', async () => {
    const { begin } = serve();
    const { decide, poll } = await begin('tv', { scope: 'read' });
    const wide = decide({ approve: { subject: 'alice', scope: ['read', 'write'] } });
    await expect(wide).rejects.toMatchObject({ code: 'invalid_scope' });
    expect((await poll()).body['error']).toBe('authorization_pending');
  });

  it('runs the hooks of other plugins on the request and on the decision', async () => {
    const refused = new OAuthError('access_denied', { reason: 'test.mfa' });
    const { begin, events } = serve({
      hooks: {
        beforeAuthorize: ({ parameters }) => ({ acr: parameters.get('acr_values') }),
        onDecision: (decision, { info }) =>
          'approve' in decision && info['acr'] === 'mfa' ? { deny: refused } : decision,
      },
    });
    const strict = await begin('tv', { acr_values: 'mfa' });
    expect(await strict.decide(approve)).toEqual({ deny: refused });
    expect((await strict.poll()).body['error']).toBe('access_denied');
    expect(events.of('request.refused')).toMatchObject([{ reason: 'device_code.denied' }]);
    const plain = await begin();
    await plain.decide(approve);
    expect((await plain.poll()).status).toBe(200);
  });
});
