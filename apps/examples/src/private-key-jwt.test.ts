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
  const present = (client_assertion: string, parameters = {}) =>
    testClient(server, { client_id: 'job' }).token({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion,
      ...parameters,
    });
  return { present, events };
}

const now = clock.nowMs() / 1000;
const good = { iss: 'job', sub: 'job', aud: issuer, exp: now + 60, jti: 'one' };
const signed = (claims = {}, key = privateKey) =>
  new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg: 'ES256' }).sign(key);

it.each([issuer, `${issuer}/token`])('a signed assertion for %s is enough', async (aud) => {
  const { present } = serve();
  expect(await present(await signed({ aud }))).toMatchObject({ status: 200, body: { scope: 'a' } });
});

it('is good once', async () => {
  const { present, events } = serve();
  const assertion = await signed();
  const answers = await Promise.all([1, 2, 3].map(() => present(assertion)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await present(assertion)).body['error']).toBe('invalid_client');
  expect((await present(await signed({ jti: 'two' }))).status).toBe(200);
  expect(events.of('request.refused').at(-1)).toMatchObject({ clientId: 'job' });
});

it.each<[string, () => Promise<string> | string]>([
  ['for another server', () => signed({ aud: 'https://other.example' })],
  ['that has expired', () => signed({ exp: now })],
  ['without an end', () => signed({ exp: undefined })],
  ['without an id', () => signed({ jti: undefined })],
  ['of another issuer', () => signed({ iss: 'old' })],
  ['of a client with a secret', () => signed({ iss: 'old', sub: 'old' })],
  ['of nobody', () => signed({ iss: 'nobody', sub: 'nobody' })],
  ['signed by another key', async () => signed({}, (await generateKeyPair('ES256')).privateKey)],
  ['that is not signed', () => new UnsecuredJWT(good).encode()],
  ['that is none', () => 'x.y.z'],
])('refuses an assertion %s', async (_, make) => {
  const { present } = serve();
  const { status, body } = await present(await make(), { client_id: undefined });
  expect([status, body['error']]).toEqual([401, 'invalid_client']);
});

it('refuses a second way to authenticate, and another client’s id', async () => {
  const { present } = serve();
  const both = await present(await signed(), { client_secret: 'x' });
  expect(both.body['error']).toBe('invalid_request');
  const other = await present(await signed(), { client_id: 'old' });
  expect(other.body['error']).toBe('invalid_request');
});

it('a store that fails is no fault of the client’s', async () => {
  const { present } = serve((store) => {
    const failing = failingStore(store);
    failing.arm({ call: 1, done: false });
    return failing.store;
  });
  expect(await present(await signed())).toMatchObject({ status: 500 });
});

it('a client without a key is a fault of the configuration', () => {
  const clients = [{ ...registered, client_id: 'job' }];
  const plugins = [clientCredentials(), privateKeyJwt()];
  expect(() => createServer({ issuer, clients, store: memoryStore(), plugins })).toThrow(
    ConfigurationError,
  );
});
