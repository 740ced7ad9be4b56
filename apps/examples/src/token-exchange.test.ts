import { describe, expect, expectTypeOf, it } from 'vitest';
import { findText } from '@oauth/app-kit/json';
import { createServer, type JsonObject } from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
import { fakeClock, recordEvents, testClient } from '@oauth/testing';
import { tokenExchange, type TokenExchangeOptions } from './token-exchange.js';

const grant_type = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessToken = 'urn:ietf:params:oauth:token-type:access_token';
const client_secret = 'a-secret-of-at-least-32-characters';

function serve(allow: TokenExchangeOptions['allow'] = () => true) {
  const clock = fakeClock();
  const events = recordEvents();
  const grant_types = ['client_credentials', grant_type];
  const server = createServer({
    issuer: 'https://auth.example',
    clients: [
      { client_id: 'web', client_secret, grant_types, scope: 'read write' },
      { client_id: 'api', client_secret, grant_types, scope: 'read admin', introspects: 'any' },
    ],
    store: memoryStore({ clock: clock.nowMs }),
    clock: clock.nowMs,
    onEvent: events.onEvent,
    plugins: [clientCredentials(), tokenExchange({ allow }), introspection()],
  });
  const as = (client_id: string) => testClient(server, { client_id, client_secret });
  const requestToken = async (client_id: string) =>
    getAccessToken((await as(client_id).token({ grant_type: 'client_credentials' })).body);
  const exchange = (parameters: Readonly<Record<string, string>>) =>
    as('api').token({ grant_type, subject_token_type: accessToken, ...parameters });
  const introspect = async (token: string) => (await as('api').post('/introspect', { token })).body;
  return { server, clock, events, requestToken, exchange, introspect };
}

function getAccessToken(body: JsonObject): string {
  return findText(body, 'access_token') ?? '';
}

describe('token exchange (RFC 8693)', () => {
  it('gives a token for another API, with the scope that client and subject share', async () => {
    const { requestToken, exchange, introspect } = serve();
    const subject_token = await requestToken('web');
    const { status, body } = await exchange({ subject_token, audience: 'https://inner.example' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      issued_token_type: accessToken,
      token_type: 'Bearer',
      scope: 'read',
    });
    expect(await introspect(getAccessToken(body))).toMatchObject({
      active: true,
      client_id: 'api',
      aud: ['https://inner.example'],
    });
  });

  it('tells APIs which actors act for the subject, the latest first', async () => {
    const { requestToken, exchange, introspect } = serve();
    const actor = { actor_token: await requestToken('api'), actor_token_type: accessToken };
    const first = getAccessToken(
      (await exchange({ subject_token: await requestToken('web'), ...actor })).body,
    );
    expect((await introspect(first))['act']).toEqual({ sub: 'api' });
    const second = getAccessToken((await exchange({ subject_token: first, ...actor })).body);
    expect((await introspect(second))['act']).toEqual({ sub: 'api', act: { sub: 'api' } });
  });

  it('gives a token that ends when the subject token ends', async () => {
    const { requestToken, exchange, introspect, clock } = serve();
    const subject_token = await requestToken('web');
    clock.advance(3000);
    const { body } = await exchange({ subject_token });
    expect(body['expires_in']).toBe(600);
    clock.advance(600);
    expect(await introspect(getAccessToken(body))).toEqual({ active: false });
    expect((await exchange({ subject_token })).body['error']).toBe('invalid_request');
  });

  it('gives a token that ends with the grant of the subject token', async () => {
    const { requestToken, exchange, introspect, server } = serve();
    const { body } = await exchange({ subject_token: await requestToken('web') });
    await server.context.store.revoke({ clientId: 'web' });
    await server.context.store.revoke({ grantId: getAccessToken(body).slice(0, 16) });
    expect(await introspect(getAccessToken(body))).toEqual({ active: false });
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['scope that the subject token lacks', { scope: 'admin' }, 'invalid_scope'],
    ['a request for another type of token', { requested_token_type: 'urn:x' }, 'invalid_request'],
    ['a subject token of another type', { subject_token_type: 'urn:x' }, 'invalid_request'],
    ['a subject token that is made up', { subject_token: 'x'.repeat(59) }, 'invalid_request'],
    [
      'an actor_token_type without actor_token',
      { actor_token_type: accessToken },
      'invalid_request',
    ],
    ['an actor_token without actor_token_type', { actor_token: 'x' }, 'invalid_request'],
  ])('refuses %s and issues nothing', async (_, parameters, error) => {
    const { requestToken, exchange } = serve();
    const { status, body } = await exchange({
      subject_token: await requestToken('web'),
      ...parameters,
    });
    expect([status, body['error']]).toEqual([400, error]);
    expect(body).not.toHaveProperty('access_token');
  });

  it('refuses an exchange that the app does not allow', async () => {
    const { requestToken, exchange, events } = serve(({ client }) => client.client_id !== 'api');
    const { body } = await exchange({ subject_token: await requestToken('web') });
    expect(body['error']).toBe('invalid_target');
    expect(events.of('request.refused')).toMatchObject([{ reason: 'token_exchange.not_allowed' }]);
  });
});

it('the type of the server knows the grant type', () => {
  expectTypeOf(serve().server.grantTypes).toEqualTypeOf<
    readonly ('client_credentials' | typeof grant_type)[]
  >();
});
