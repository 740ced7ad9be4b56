import { describe, expect, it } from 'vitest';
import type { ClientAuthentication } from '../contract/client-authentication.js';
import type { ByName } from '../contract/types.js';
import { definePlugin } from '../lib/define-plugin.js';
import { attempt, invalid, malformed, success } from '../testing-support/attempt.js';
import { basic } from '../testing-support/requests.js';
import { issuer, plain, serve, type Served, start } from '../testing-support/serve.js';
import { digestSecret } from './client-metadata.js';

const grant_types = ['client_credentials'];
const form = 'grant_type=client_credentials';

describe('verifySecret', () => {
  // #128
  it('checks instead of core, and runs for unknown clients too', async () => {
    const seen: unknown[] = [];
    const served = serve({
      verifySecret: (secret, client) => {
        seen.push([secret, client?.client_id]);
        return secret === 'by hand';
      },
    });
    expect(await attempt(form, basic('nobody', 'by hand'), served)).toEqual(
      invalid('client.unknown'),
    );
    expect(await attempt(form, basic('web', 'x'), served)).toEqual(
      invalid('client.secret_mismatch'),
    );
    expect(await attempt(form, basic('web', 'by hand'), served)).toEqual(success);
    expect(seen).toEqual([
      ['by hand', undefined],
      ['x', 'web'],
      ['by hand', 'web'],
    ]);
  });

  it('may be asynchronous, as argon2 is', async () => {
    const served = serve({ verifySecret: async () => true });
    expect(await attempt(form, basic('web', 'x'), served)).toEqual(success);
  });

  it('that throws is a server_error', async () => {
    const cause = new Error('argon2 is out of memory');
    const served = serve({ verifySecret: () => Promise.reject(cause) });
    expect(await attempt(form, basic('web', 'x'), served)).toMatchObject({ error: 'server_error' });
    expect(served.events).toMatchObject([{ type: 'request.failed', cause }]);
  });
});

describe('clients from a function', () => {
  it('are found by id, at once or later', async () => {
    const web = { client_id: 'web', client_secret_digest: await digestSecret('s'), grant_types };
    for (const found of [web, Promise.resolve(web)]) {
      const asked: string[] = [];
      const find = (clientId: string) => {
        asked.push(clientId);
        return clientId === 'web' ? found : undefined;
      };
      const served = serve({ clients: find });
      expect(await attempt(form, basic('nobody', 's'), served)).toMatchObject({ status: 401 });
      expect(await attempt(form, basic('web', 's'), served)).toEqual(success);
      expect(asked).toEqual(['nobody', 'web']);
    }
  });

  it('that cannot be found because of a fault give a server_error', async () => {
    const cause = new Error('connect ECONNREFUSED db.internal');
    const served = serve({ clients: () => Promise.reject(cause) });
    const response = await served.token(form, basic('web', 's'));
    expect(response.status).toBe(500);
    expect(response.body).not.toContain('db.internal');
    expect(served.events).toMatchObject([{ type: 'request.failed', cause }]);
  });
});

describe("a plugin's method", () => {
  const header = definePlugin({
    name: 'header',
    clientAuthentication: {
      test_header: {
        read: ({ http }) => {
          const clientId = http.headers.get('x-client');
          return clientId === null
            ? undefined
            : { clientId, verify: (client) => client?.client_name === 'trusted' };
        },
      },
    },
  });
  const client = {
    client_id: 'h',
    client_name: 'trusted',
    token_endpoint_auth_method: 'test_header',
    grant_types,
  };
  const served = (client_name = 'trusted'): Served =>
    serve({ plugins: [plain, header], clients: [{ ...client, client_name }] });

  it('lets clients in by its own credentials only', async () => {
    expect(await attempt(form, { 'X-Client': 'h' }, served())).toEqual(success);
    expect(await attempt(form, { 'X-Client': 'h' }, served('other'))).toEqual(
      invalid('client.secret_mismatch'),
    );
    expect(await attempt(form, { 'X-Client': 'nobody' }, served())).toEqual(
      invalid('client.unknown'),
    );
  });

  it('may hold what it is sent against the issuer and the clock of the server', async () => {
    const clientAuthentication: ByName<ClientAuthentication> = {
      test_assertion: {
        read({ parameters }, { issuer: audience, now }) {
          const [clientId, aud, exp] = parameters.get('client_assertion')?.split(' ') ?? [];
          if (clientId === undefined) return undefined;
          return { clientId, verify: () => aud === audience && Number(exp) > now() };
        },
      },
    };
    const asserting = { ...client, token_endpoint_auth_method: 'test_assertion' };
    const server = (): Served =>
      serve({ plugins: [plain, { name: 'a', clientAuthentication }], clients: [asserting] });
    const assertion = (...parts: readonly unknown[]) =>
      `${form}&client_assertion=${encodeURIComponent(parts.join(' '))}`;
    const mismatch = invalid('client.secret_mismatch');
    expect(await attempt(assertion('h', issuer, start + 1), {}, server())).toEqual(success);
    expect(await attempt(assertion('h', issuer, start), {}, server())).toEqual(mismatch);
    expect(await attempt(assertion('h', 'https://other', start + 1), {}, server())).toEqual(
      mismatch,
    );
  });

  it('cannot be mixed with another', async () => {
    const both = { 'X-Client': 'h', ...basic('h', 'x') };
    expect(await attempt(form, both, served())).toEqual(malformed('client.two_methods'));
    expect(await attempt(`${form}&client_id=i`, { 'X-Client': 'h' }, served())).toEqual(
      malformed('client.two_ids'),
    );
    expect(await attempt(`${form}&client_id=h`, { 'X-Client': 'h' }, served())).toEqual(success);
  });

  it('is known to discovery', () => {
    expect([...served().server.context.clientAuthentication.keys()]).toEqual([
      'client_secret_basic',
      'client_secret_post',
      'none',
      'test_header',
    ]);
  });

  it('is no fallback when it says so', async () => {
    const { read } = header.clientAuthentication.test_header;
    const definite = { test_header: { read, fallback: false }, test_other: { read } };
    const plugins = [plain, definePlugin({ name: 'two', clientAuthentication: definite })];
    expect(await attempt(form, { 'X-Client': 'h' }, serve({ plugins, clients: [client] }))).toEqual(
      malformed('client.two_methods'),
    );
  });
});
