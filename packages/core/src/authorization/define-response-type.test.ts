import { describe, expect, it } from 'vitest';
import { defineGrant, defineResponseType } from '../plugin.js';
import { app, redirectOf, serveAuthorization } from '../testing-support/authorization.js';
import { bodyOf, post } from '../testing-support/requests.js';

/** What a third party's package with a grant and a response type is, with checks of its own. */
const parts = {
  name: 'both',
  grants: { authorization_code: { clients: 'any', handle: () => ({ scope: ['read'] }) } },
  responseTypes: {
    code: { responseMode: 'query', decide: () => ({ code: { lifetime: 60, data: {} } }) },
  },
  responseModes: {
    header: { carriesTokens: true, respond: () => ({ status: 204, headers: {}, body: '' }) },
  },
  endpoints: {
    extra_endpoint: {
      path: '/extra',
      methods: ['GET'],
      handle: () => ({ status: 200, headers: {}, body: 'extra' }),
    },
  },
  check: (server, check) =>
    check(server.options.maxParameters === 50, 'maxParameters', 'is not 50'),
  checkClient: ({ client_name }, _, check) =>
    check(client_name !== undefined, 'client_name', 'is missing'),
} satisfies Parameters<typeof defineGrant>[0];

const orders = [
  ['defineGrant(defineResponseType(…))', defineGrant(defineResponseType(parts))],
  ['defineResponseType(defineGrant(…))', defineResponseType(defineGrant(parts))],
] as const;

const named = { ...app, client_name: 'App', response_types: ['code'] };

describe.each(orders)('%s', (_, plugin) => {
  const served = (client: object = {}, maxParameters = 50) =>
    serveAuthorization({
      plugins: [plugin],
      clients: [{ ...named, ...client }],
      maxParameters,
    });

  it("keeps the plugin's own check and checkClient beside core's", () => {
    expect(() => served({}, 51)).toThrow('maxParameters: is not 50');
    expect(() => served({ client_name: undefined })).toThrow('clients[0].client_name: is missing');
    expect(() => served({ redirect_uris: ['http://app.example'] })).toThrow(
      'clients[0].redirect_uris[0]: must use https',
    );
  });

  it('has both endpoints and the one of the plugin', async () => {
    const { authorize, send } = served();
    expect(redirectOf(await authorize()).query).toHaveProperty('code');
    const token = await send(
      post('/token', { grant_type: 'authorization_code', client_id: 'app' }),
    );
    expect(bodyOf(token)).toMatchObject({ scope: 'read' });
    const extra = new Request('https://auth.example/extra');
    expect((await send(extra)).body).toBe('extra');
  });

  it("has the plugin's response mode beside core's", async () => {
    const { authorize } = served();
    expect((await authorize({ response_mode: 'header' })).status).toBe(204);
    expect((await authorize({ response_mode: 'form_post' })).body).toContain('name="code"');
  });
});
