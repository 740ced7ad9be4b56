import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { expect, it } from 'vitest';
import { ConfigurationError, createServer, type Store } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
import { failingStore, fakeClock, recordEvents, testClient } from '@oauth/testing';
import { privateKeyJwt } from './private-key-jwt.js';

const issuer = 'https://auth.example';
const token_endpoint_auth_method = 'private_key_jwt';
const registered = { token_endpoint_auth_method, grant_types: ['client_credentials'], scope: 'a' };
const { privateKey, publicKey } = await generateKeyPair('ES256');
const jwks = { keys: [await exportJWK(publicKey)] };
const clock = fakeClock();

function serve(wrap = (store: Store) => store) {
  const events = recordEvents();
  const server = createServer({
    issuer,
    clients: [
      { ...registered, client_id: 'job', jwks },
      { client_id: 'old', client_secret: 'x', grant_types: ['client_credentials'] },
    ],
    store: wrap(memoryStore({ clock: clock.nowMs })),
    clock: clock.nowMs,
    onEvent: events.onEvent,
    plugins: [clientCredentials(), privateKeyJwt()],
  });
  const requestToken = (client_assertion: string, parameters = {}) =>
    testClient(server, { client_id: 'job' }).token({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion,
      ...parameters,
    });
  return { requestToken, events };
}

const now = clock.nowMs() / 1000;
const good = { iss: 'job', sub: 'job', aud: issuer, exp: now + 60, jti: 'one' };
const sign = (claims = {}, key = privateKey) =>
  new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg: 'ES256' }).sign(key);

it.each([issuer, `${issuer}/token`])('a client gets in by an assertion for %s', async (aud) => {
  const { requestToken } = serve();
  const response = await requestToken(await sign({ aud }));
  expect(response).toMatchObject({ status: 200, body: { scope: 'a' } });
});

it('a stolen assertion is of no use after the client has used it', async () => {
  const { requestToken, events } = serve();
  const assertion = await sign();
  const responses = await Promise.all(Array.from({ length: 8 }, () => requestToken(assertion)));
  expect(responses.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(responses.filter(({ status }) => status === 401)).toHaveLength(7);
  expect((await requestToken(assertion)).body['error']).toBe('invalid_client');
  expect((await requestToken(await sign({ jti: 'two' }))).status).toBe(200);
  expect(events.of('request.refused').at(-1)).toMatchObject({ clientId: 'job' });
});

it.each<[string, () => Promise<string> | string]>([
  ['for another server', () => sign({ aud: 'https://other.example' })],
  ['that has expired', () => sign({ exp: now })],
  ['without an end', () => sign({ exp: undefined })],
  ['without an id', () => sign({ jti: undefined })],
  ['of another issuer', () => sign({ iss: 'old' })],
  ['of a client with a secret', () => sign({ iss: 'old', sub: 'old' })],
  ['of an unknown client', () => sign({ iss: 'ghost', sub: 'ghost' })],
  ['signed by another key', async () => sign({}, (await generateKeyPair('ES256')).privateKey)],
  ['that is not signed', () => new UnsecuredJWT(good).encode()],
  ['that is no JWT', () => 'x.y.z'],
])('refuses an assertion %s', async (_, make) => {
  const { requestToken } = serve();
  const { status, body } = await requestToken(await make(), { client_id: undefined });
  expect([status, body['error']]).toEqual([401, 'invalid_client']);
});

it('refuses an assertion beside a secret, or beside another client_id', async () => {
  const { requestToken } = serve();
  const both = await requestToken(await sign(), { client_secret: 'x' });
  expect(both.body['error']).toBe('invalid_request');
  const other = await requestToken(await sign(), { client_id: 'old' });
  expect(other.body['error']).toBe('invalid_request');
});

it('a store that fails does not look like wrong credentials', async () => {
  const { requestToken } = serve((store) => {
    const failing = failingStore(store);
    failing.failAt({ call: 1, afterWork: false });
    return failing.store;
  });
  expect(await requestToken(await sign())).toMatchObject({ status: 500 });
});

it('a client without a key is found when the server is made', () => {
  const clients = [{ ...registered, client_id: 'job' }];
  const plugins = [clientCredentials(), privateKeyJwt()];
  expect(() => createServer({ issuer, clients, store: memoryStore(), plugins })).toThrow(
    new ConfigurationError([
      { path: 'clients[0].jwks', message: 'must have a public key of the client' },
    ]),
  );
});
