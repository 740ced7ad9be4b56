import { describe, expect, expectTypeOf, it } from 'vitest';
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
  const own = async (client_id: string) =>
    textOf((await as(client_id).token({ grant_type: 'client_credentials' })).body);
  const exchange = (parameters: Readonly<Record<string, string>>) =>
    as('api').token({ grant_type, subject_token_type: accessToken, ...parameters });
  const ask = async (token: string) => (await as('api').post('/introspect', { token })).body;
  return { server, clock, events, own, exchange, ask };
}

function textOf({ access_token: token }: JsonObject): string {
  return typeof token === 'string' ? token : '';
}

describe('RFC 8693', () => {
  it('gives a token for another API, of what both have of scope', async () => {
    const { own, exchange, ask } = serve();
    const subject_token = await own('web');
    const { status, body } = await exchange({ subject_token, audience: 'https://inner.example' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      issued_token_type: accessToken,
      token_type: 'Bearer',
      scope: 'read',
    });
    expect(await ask(textOf(body))).toMatchObject({
      active: true,
      client_id: 'api',
      aud: ['https://inner.example'],
    });
  });

  it('says who acts for the subject, and who did before', async () => {
    const { own, exchange, ask } = serve();
    const actor = { actor_token: await own('api'), actor_token_type: accessToken };
    const first = textOf((await exchange({ subject_token: await own('web'), ...actor })).body);
    expect((await ask(first))['act']).toEqual({ sub: 'api' });
    const second = textOf((await exchange({ subject_token: first, ...actor })).body);
    expect((await ask(second))['act']).toEqual({ sub: 'api', act: { sub: 'api' } });
  });

  it('ends with the token that it was given for', async () => {
    const { own, exchange, ask, clock } = serve();
    const subject_token = await own('web');
    clock.advance(3000);
    const { body } = await exchange({ subject_token });
    expect(body['expires_in']).toBe(600);
    clock.advance(600);
    expect(await ask(textOf(body))).toEqual({ active: false });
    expect((await exchange({ subject_token })).body['error']).toBe('invalid_request');
  });

  it('ends with its grant', async () => {
    const { own, exchange, ask, server } = serve();
    const { body } = await exchange({ subject_token: await own('web') });
    await server.context.store.revoke({ clientId: 'web' });
    await server.context.store.revoke({ grantId: textOf(body).slice(0, 16) });
    expect(await ask(textOf(body))).toEqual({ active: false });
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['scope that the subject lacks', { scope: 'admin' }, 'invalid_scope'],
    ['a token of another kind', { requested_token_type: 'urn:x' }, 'invalid_request'],
    ['a subject of another kind', { subject_token_type: 'urn:x' }, 'invalid_request'],
    ['a subject that is none', { subject_token: 'x'.repeat(59) }, 'invalid_request'],
    ['an actor’s type alone', { actor_token_type: accessToken }, 'invalid_request'],
    ['an actor without its type', { actor_token: 'x' }, 'invalid_request'],
  ])('refuses %s', async (_, parameters, error) => {
    const { own, exchange } = serve();
    const { status, body } = await exchange({ subject_token: await own('web'), ...parameters });
    expect([status, body['error']]).toEqual([400, error]);
    expect(body).not.toHaveProperty('access_token');
  });

  it('refuses what the app does not allow', async () => {
    const { own, exchange, events } = serve(({ client }) => client.client_id !== 'api');
    const { body } = await exchange({ subject_token: await own('web') });
    expect(body['error']).toBe('invalid_target');
    expect(events.of('request.refused')).toMatchObject([{ reason: 'token_exchange.not_allowed' }]);
  });
});

it('the server knows the grant by its type', () => {
  expectTypeOf(serve().server.grantTypes).toEqualTypeOf<
    readonly ('client_credentials' | typeof grant_type)[]
  >();
});
