import { describe, expect, it } from 'vitest';
import type { OAuthEvent, OnEvent } from '../contract/events.js';
import { basic, post, textOf } from '../testing-support/requests.js';
import { serve, start } from '../testing-support/serve.js';

const form = 'grant_type=client_credentials';

describe('events', () => {
  it('tell the operator of each token that was issued', async () => {
    const { token, events, store } = serve();
    await token(`${form}&scope=read`);
    const [record] = store.records.values();
    expect(events).toEqual([
      {
        type: 'token.issued',
        timestampMs: start * 1000,
        clientId: 'web',
        subject: undefined,
        grantId: record?.grantId,
        grantType: 'client_credentials',
        scope: ['read'],
      },
    ]);
  });

  it.each([
    ['client.missing', 'invalid_client', post('/token', form)],
    ['client.unknown', 'invalid_client', post('/token', form, basic('nobody', 'x'))],
    ['client.secret_mismatch', 'invalid_client', post('/token', form, basic('web', 'x'))],
    ['client.wrong_method', 'invalid_client', post('/token', form, basic('poster', 'x'))],
    ['grant_type.missing', 'invalid_request', post('/token', '', basic('web', 'web-secret'))],
  ])('tell why: %s', async (reason, error, http) => {
    const { send, events } = serve();
    await send(http);
    const endpoint = 'token_endpoint';
    const expected = {
      type: 'request.refused',
      timestampMs: start * 1000,
      endpoint,
      reason,
      error,
    };
    expect(events).toMatchObject([expected]);
  });

  it('name the client that a request was refused for', async () => {
    const { token, events } = serve();
    await token(form, basic('web', 'wrong'));
    await token('grant_type=x');
    await token(`${form}&scope=admin`);
    expect(events.map(({ clientId }) => clientId)).toEqual(['web', 'web', 'web']);
  });

  // [A8]
  it('never hold a token, secret or header', async () => {
    const { token, events } = serve();
    const issued = textOf(await token(form), 'access_token');
    await token(form, basic('web', 'wrong-secret'));
    await token(`${form}&client_id=poster&client_secret=wrong-secret`, {});
    await token(`${form}&client_id=poster&client_secret=poster-secret`, basic('web', 'web-secret'));
    await token(form, { Authorization: 'Basic d3Jvbmctc2VjcmV0' });
    await token(form, { Authorization: 'Bearer wrong-secret' });
    await token(`${form}&code=wrong-secret&refresh_token=wrong-secret&password=wrong-secret`);
    expect(events).toHaveLength(7);
    expect(JSON.stringify(events)).not.toMatch(/-secret|d3Jvbm/);
    expect(JSON.stringify(events)).not.toContain(issued.slice(16));
  });
});

describe('a listener', () => {
  const listeners: [string, OnEvent][] = [
    [
      'throws',
      () => {
        throw new Error('log is full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('log is full'))],
    ['never ends', () => new Promise(() => undefined)],
  ];

  it.each(listeners)('that %s changes nothing', async (_, listener) => {
    const quiet = serve();
    const { token } = serve({ onEvent: listener });
    expect((await token(form)).status).toBe(200);
    expect(await token('grant_type=x')).toEqual(await quiet.token('grant_type=x'));
    expect(await token(form, basic('a', 'b'))).toEqual(await quiet.token(form, basic('a', 'b')));
  });

  it('is called in order, before the response is sent', async () => {
    const heard: OAuthEvent['type'][] = [];
    const { token } = serve({ onEvent: ({ type }) => heard.push(type) });
    await token(form);
    expect(heard).toEqual(['token.issued']);
    await token('grant_type=x');
    expect(heard).toEqual(['token.issued', 'request.refused']);
  });

  it('is not needed for the server to work', async () => {
    expect((await serve({ onEvent: undefined }).token(form)).status).toBe(200);
  });
});
