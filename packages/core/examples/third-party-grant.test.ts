import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { createServer } from '@oauth/core';
import { mapStore } from '../src/testing-support/map-store.js';
import { basic, bodyOf, post } from '../src/testing-support/requests.js';
import { apiKeyGrant } from './third-party-grant.js';

const grant_type = 'urn:example:api-key';
const grant_types = [grant_type];
const clients = [
  { client_id: 'cli', client_secret: 'cli-secret', grant_types, scope: 'read write' },
  { client_id: 'spa', token_endpoint_auth_method: 'none', grant_types },
];

function serve() {
  const store = mapStore();
  const reasons: unknown[] = [];
  const server = createServer({
    issuer: 'https://auth.example',
    clients,
    store,
    plugins: [apiKeyGrant(async (key) => (key === 'old-key' ? 'alice' : undefined))],
    onEvent: ({ reason }) => reasons.push(reason),
  });
  const token = async (form: Record<string, string>, headers = basic('cli', 'cli-secret')) =>
    bodyOf(await server.handle(post('/token', { grant_type, ...form }, headers)));
  return { server, store, reasons, token };
}

// [C7] [E17]
describe('a grant of at most 20 lines', () => {
  it('is what the example of the README is', () => {
    const source = readFileSync(new URL('third-party-grant.ts', import.meta.url), 'utf8');
    expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(20);
  });

  it('gets its tokens made and stored by core', async () => {
    const { token, store } = serve();
    expect(await token({ api_key: 'old-key', scope: 'read' })).toMatchObject({
      token_type: 'Bearer',
      scope: 'read',
    });
    expect([...store.records.values()]).toMatchObject([{ subject: 'alice', clientId: 'cli' }]);
  });

  // [E15]
  it('gets errors for the client and events for the operator', async () => {
    const { token, store, reasons } = serve();
    expect(await token({ api_key: 'other' })).toMatchObject({ error: 'invalid_grant' });
    expect(await token({})).toMatchObject({ error: 'invalid_request' });
    expect(reasons).toEqual(['api_key.unknown', 'api_key.missing']);
    expect(store.records.size).toBe(0);
  });

  // [E15]
  it('gets client authentication and scope policy for nothing', async () => {
    const { token } = serve();
    const api_key = 'old-key';
    const wrong = basic('cli', 'wrong');
    expect(await token({ api_key }, wrong)).toMatchObject({ error: 'invalid_client' });
    expect(await token({ api_key, scope: 'admin' })).toMatchObject({ error: 'invalid_scope' });
    expect(await token({ api_key, client_id: 'spa' }, {})).toMatchObject({
      error: 'unauthorized_client',
    });
  });

  it('makes its grant type known to the types of the server', () => {
    const { server } = serve();
    expectTypeOf(server.grantTypes).toEqualTypeOf<readonly 'urn:example:api-key'[]>();
    expect(server.grantTypes).toEqual([grant_type]);
  });
});
