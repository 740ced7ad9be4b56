import { describe, expect, it } from 'vitest';
import { type Client, type ServerOptions, cors } from '../index.js';
import { definePlugin, findClientFaults } from '../plugin.js';
import {
  callback,
  redirectOf,
  serveAuthorization,
  usual,
  responseTypes,
} from '../testing-support/authorization.js';
import { bodyOf, request } from '../testing-support/requests.js';
import { plain, serve } from '../testing-support/serve.js';

const grant_types = ['client_credentials'];
const form = (client_id: string, client_secret = 'found') => ({
  grant_type: 'client_credentials',
  client_id,
  client_secret,
});

/** A plugin with clients of its own, as registration has them, and the ids that it was asked for. */
function directory(name: string, ...ids: readonly string[]) {
  const asked: string[] = [];
  const plugin = definePlugin({
    name,
    async findClient(clientId): Promise<Client | undefined> {
      asked.push(clientId);
      await Promise.resolve();
      if (!ids.includes(clientId)) return undefined;
      const client_name = name;
      const token_endpoint_auth_method = 'client_secret_post';
      return { client_id: clientId, client_name, token_endpoint_auth_method, grant_types };
    },
  });
  return { plugin, asked };
}

/** Secrets are not what these tests are about. */
const verifySecret: ServerOptions['verifySecret'] = (secret) => secret === 'found';
const listed = {
  client_id: 'listed',
  client_name: 'options',
  token_endpoint_auth_method: 'client_secret_post',
  grant_types,
};

const nameOf = async (served: ReturnType<typeof serve>, clientId: string) =>
  (await served.server.context.findClient(clientId))?.client_name;

describe('clients that plugins find', () => {
  it('authenticate as listed ones do', async () => {
    const { plugin } = directory('registered', 'dynamic');
    const { token } = serve({ plugins: [plain, plugin], clients: [listed], verifySecret });
    expect((await token(form('dynamic'), {})).status).toBe(200);
    expect((await token(form('listed'), {})).status).toBe(200);
    expect(bodyOf(await token(form('dynamic', 'wrong'), {}))).toMatchObject({
      error: 'invalid_client',
    });
    expect(bodyOf(await token(form('unknown'), {}))).toMatchObject({ error: 'invalid_client' });
  });

  it('may send users to the authorization endpoint', async () => {
    const found = { client_id: 'found', redirect_uris: [callback], response_types: ['code'] };
    const plugin = definePlugin({
      name: 'described',
      findClient: (clientId) => (clientId === 'found' ? found : null),
    });
    const { authorize } = serveAuthorization({ plugins: [responseTypes, plugin], clients: [] });
    const { query } = redirectOf(await authorize({ ...usual, client_id: 'found' }));
    expect(query).toHaveProperty('code');
    expect((await authorize({ client_id: 'unknown' })).status).toBe(400);
  });

  it('never replace a client of the options, which is found without asking a plugin', async () => {
    const { plugin, asked } = directory('registered', 'listed');
    const served = serve({ plugins: [plain, plugin], clients: [listed], verifySecret });
    expect(await nameOf(served, 'listed')).toBe('options');
    expect(asked).toEqual([]);
  });

  it('are those of the first plugin that has the id, behind a function of the options', async () => {
    const one = directory('one', 'a', 'b');
    const two = directory('two', 'b', 'c');
    const served = serve({
      plugins: [one.plugin, plain, two.plugin],
      clients: (clientId) => (clientId === 'a' ? { ...listed, client_id: 'a' } : null),
      verifySecret,
    });
    const names = ['a', 'b', 'c', 'd'].map((clientId) => nameOf(served, clientId));
    expect(await Promise.all(names)).toEqual(['options', 'one', 'two', undefined]);
    expect(one.asked).toEqual(['b', 'c', 'd']);
    expect(two.asked).toEqual(['c', 'd']);
  });

  it('get the server, so that a plugin can look into its documents', async () => {
    const plugin = definePlugin({
      name: 'asking',
      findClient: (client_id, { issuer }) => ({ client_id, client_name: issuer }),
    });
    expect(await nameOf(serve({ plugins: [plain, plugin] }), 'x')).toBe('https://auth.example');
  });

  it('are none where the plugin brings a client of another id', async () => {
    const folding = definePlugin({
      name: 'folding',
      findClient: (clientId) => ({ ...listed, client_id: clientId.toLowerCase() }),
    });
    const { token } = serve({ plugins: [plain, folding], clients: [], verifySecret });
    expect((await token(form('admin'), {})).status).toBe(200);
    expect(bodyOf(await token(form('ADMIN'), {}))).toMatchObject({ error: 'invalid_client' });
  });

  it('fail the request and tell the client nothing when the plugin throws', async () => {
    const cause = new Error('registry.internal is down');
    const plugin = definePlugin({ name: 'failing', findClient: () => Promise.reject(cause) });
    const { token, events } = serve({ plugins: [plain, plugin], clients: [], verifySecret });
    const response = await token(form('x'), {});
    expect(response.status).toBe(500);
    expect(response.body).not.toContain('registry.internal');
    expect(events).toMatchObject([{ type: 'request.failed', cause }]);
  });
});

describe('pages of clients that a plugin may find', () => {
  const origin = 'https://spa.example';
  const preflight = (plugins: ServerOptions['plugins']) =>
    serve({ plugins, clients: [listed], verifySecret }).send(
      request('OPTIONS', '/token', { Origin: origin, 'Access-Control-Request-Method': 'POST' }),
    );

  it('get an answer to their preflight, since it does not name the client', async () => {
    const { plugin } = directory('registered', 'spa');
    const response = await preflight([plain, cors(), plugin]);
    expect(response.headers['Access-Control-Allow-Origin']).toBe(origin);
    const without = await preflight([plain, cors()]);
    expect(without.headers).not.toHaveProperty('Access-Control-Allow-Origin');
  });
});

describe('checkClient', () => {
  const naming = definePlugin({
    name: 'naming',
    checkClient({ client_name = '' }, { issuer }, check) {
      check(client_name !== issuer, 'client_name', 'must not be the name of the server');
    },
  });
  const strict = definePlugin({
    name: 'strict',
    checkClient: ({ client_name }, _, check) =>
      check(client_name !== undefined, 'client_name', 'is missing'),
  });
  const plugins = [plain, naming, strict];

  it('finds the fault of a listed client as the server is made, by its path', () => {
    const impostor = { ...listed, client_secret: 's', client_name: 'https://auth.example' };
    expect(() =>
      serve({ plugins, clients: [{ ...listed, client_secret: 's' }, impostor] }),
    ).toThrow('clients[1].client_name: must not be the name of the server');
  });

  it('finds the faults of a client that a plugin registers, by member', () => {
    const { context } = serve({ plugins, clients: [] }).server;
    const faults = findClientFaults(context, {
      client_id: 'new',
      grant_types: ['unheard-of'],
      token_endpoint_auth_method: 'magic',
      scope: 'a "b',
    });
    expect(faults.map(({ path }) => path)).toEqual([
      'token_endpoint_auth_method',
      'scope',
      'grant_types',
      'client_name',
    ]);
  });

  it('finds nothing wrong with a client that is as it should be', () => {
    const { context } = serve({ plugins, clients: [] }).server;
    const client = { ...listed, client_secret: 's'.repeat(32), client_name: 'New' };
    expect(findClientFaults(context, client)).toEqual([]);
  });
});
