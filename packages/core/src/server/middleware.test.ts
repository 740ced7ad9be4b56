import { describe, expect, it, vi } from 'vitest';
import { OAuthError } from '../contract/errors.js';
import { json } from '../contract/http.js';
import type { Plugin } from '../contract/plugin.js';
import { definePlugin } from '../lib/define-plugin.js';
import { basic, bodyOf, post } from '../testing-support/requests.js';
import { plain, serve } from '../testing-support/serve.js';

const form = 'grant_type=client_credentials';

describe('middleware', () => {
  const wrapping = (name: string, order: string[]): Plugin =>
    definePlugin({
      name,
      middleware: async (call, server, next) => {
        order.push(`${name} in ${call.endpoint} ${server.issuer}`);
        const response = await next();
        order.push(`${name} out ${response.status} ${call.client?.client_id}`);
        return { ...response, headers: { ...response.headers, [name]: 'seen' } };
      },
    });

  it('wraps each request, the first plugin outermost', async () => {
    const order: string[] = [];
    const { token } = serve({ plugins: [wrapping('a', order), plain, wrapping('b', order)] });
    const response = await token(form);
    expect(response).toMatchObject({ status: 200, headers: { a: 'seen', b: 'seen' } });
    expect(order).toEqual([
      'a in token_endpoint https://auth.example',
      'b in token_endpoint https://auth.example',
      'b out 200 web',
      'a out 200 web',
    ]);
  });

  it('gets refusals as responses, so that it can log them', async () => {
    const order: string[] = [];
    const { token } = serve({ plugins: [plain, wrapping('a', order)] });
    expect((await token(form, basic('web', 'wrong'))).status).toBe(401);
    expect(order.at(-1)).toBe('a out 401 undefined');
  });

  it('can answer without the endpoint, as a rate limit does', async () => {
    const limiting = definePlugin({
      name: 'limiting',
      middleware: async () =>
        json(429, { error: 'temporarily_unavailable' }, { 'Retry-After': '1' }),
    });
    const { token, store } = serve({ plugins: [plain, limiting] });
    expect(await token(form)).toMatchObject({ status: 429, headers: { 'Retry-After': '1' } });
    expect(store.records.size).toBe(0);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('limit store is down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('limit store is down'))],
  ])('that %s is a server_error, not an exception', async (_, middleware) => {
    const { token, events } = serve({ plugins: [plain, { name: 'failing', middleware }] });
    const response = await token(form);
    expect(response.status).toBe(500);
    expect(response.headers).toMatchObject({ 'Cache-Control': 'no-store' });
    expect(response.body).not.toContain('limit store');
    expect(events).toMatchObject([
      {
        type: 'request.failed',
        endpoint: 'token_endpoint',
        cause: new Error('limit store is down'),
      },
    ]);
  });

  it('refuses with the error that it throws', async () => {
    const middleware = () =>
      Promise.reject(new OAuthError('access_denied', { reason: 'test.blocked' }));
    const { token, events } = serve({ plugins: [plain, { name: 'blocking', middleware }] });
    expect(bodyOf(await token(form))).toMatchObject({ error: 'access_denied' });
    expect(events).toMatchObject([{ type: 'request.refused', reason: 'test.blocked' }]);
  });
});

describe('onEvent of a plugin', () => {
  it('gets the events that the option of the server gets', async () => {
    const heard: string[] = [];
    const listening = definePlugin({ name: 'log', onEvent: ({ type }) => heard.push(type) });
    const { token, events } = serve({ plugins: [plain, listening] });
    await token(form);
    await token('grant_type=x');
    expect(heard).toEqual(events.map(({ type }) => type));
    expect(heard).toEqual(['token.issued', 'request.refused']);
  });

  it('that throws keeps no event from other listeners', async () => {
    const failing = definePlugin({
      name: 'failing',
      onEvent: () => {
        throw new Error('log is full');
      },
    });
    const { token, events } = serve({ plugins: [failing, plain] });
    expect((await token(form)).status).toBe(200);
    expect(events.map(({ type }) => type)).toEqual(['token.issued']);
  });
});

// [B5]
it('runEndpoint gives a route of the app availability, events and error responses', async () => {
  const { server, events } = serve();
  const http = post('/mine', form);
  const refused = await server.runEndpoint('token_endpoint', http, () => {
    throw new OAuthError('invalid_client', { reason: 'test.reason' });
  });
  expect(refused).toMatchObject({
    status: 401,
    headers: { 'WWW-Authenticate': 'Basic realm="https://auth.example"' },
  });
  expect(events).toMatchObject([{ reason: 'test.reason', endpoint: 'token_endpoint' }]);
  const failed = await server.runEndpoint('token_endpoint', http, () => {
    throw new Error('driver text');
  });
  expect(failed).toMatchObject({ status: 500, body: '{"error":"server_error"}' });
  const closed = serve({ isAvailable: () => false }).server;
  const run = vi.fn(() => json(200, {}));
  expect((await closed.runEndpoint('token_endpoint', http, run)).status).toBe(503);
  expect(run).not.toHaveBeenCalled();
});
