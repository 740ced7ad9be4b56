import { describe, expect, it } from 'vitest';
import { OAuthError } from '../contract/errors.js';
import { basic, bodyOf, post, request, textOf } from '../testing-support/requests.js';
import { clients, plain, serve, start } from '../testing-support/serve.js';
import { createTokenResponse, validateTokenRequest } from './composed-calls.js';
import { defineGrant } from './define-grant.js';

const form = 'grant_type=client_credentials';
const web = basic('web', 'web-secret');

describe('a successful response', () => {
  // [C12] [I5] #112
  it('is JSON that no cache keeps, with the members of RFC 6749 section 5.1', async () => {
    const response = await serve().token();
    expect(response).toMatchObject({
      status: 200,
      headers: {
        'Content-Type': 'application/json;charset=UTF-8',
        'Cache-Control': 'no-store',
        Pragma: 'no-cache',
      },
    });
    const { access_token, ...rest } = bodyOf(response);
    expect(access_token).toMatch(/^[A-Za-z0-9_-]{59}$/);
    expect(rest).toEqual({ token_type: 'Bearer', expires_in: 3600, scope: 'read write' });
  });

  // #113
  it('says which scope was granted', async () => {
    const narrow = await serve().token(`${form}&scope=write`);
    expect(bodyOf(narrow)).toMatchObject({ scope: 'write' });
    const defaulted = await serve({ defaultScope: ['read'] }).token();
    expect(bodyOf(defaulted)).toMatchObject({ scope: 'read' });
  });

  // #149
  it('has no refresh token where the grant allows none', async () => {
    const refreshTokens = () => ({ expiresAt: start + 100, data: {} });
    const { token } = serve({ plugins: [plain, { name: 'refreshing', refreshTokens }] });
    expect(bodyOf(await token())).not.toHaveProperty('refresh_token');
  });
});

describe('grant_type', () => {
  const dispatch = async (body: string, headers = web) => {
    const { token, events } = serve();
    const response = await token(body, headers);
    return [response.status, bodyOf(response)['error'], events[0]?.reason];
  };

  // [C10] #110
  it('is required, and an empty one counts as absent', async () => {
    const missing = [400, 'invalid_request', 'grant_type.missing'];
    expect(await dispatch('scope=read')).toEqual(missing);
    expect(await dispatch('grant_type=')).toEqual(missing);
    expect(await dispatch('')).toEqual(missing);
  });

  // [C10] [M15] #104 #110
  it.each([
    'password',
    'Client_Credentials',
    'client_credentials%20',
    'a+b',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'client_credentials,password',
  ])('%s is not supported', async (name) => {
    const unsupported = [400, 'unsupported_grant_type', 'grant_type.unsupported'];
    expect(await dispatch(`grant_type=${name}`)).toEqual(unsupported);
  });

  // [M14] #110
  it('is refused to a client that is not registered for it', async () => {
    const notAllowed = [400, 'unauthorized_client', 'client.grant_type_not_allowed'];
    expect(await dispatch(form, basic('idle', 'idle-secret'))).toEqual(notAllowed);
  });

  // #110
  it('is authorization_code only for a client that says nothing', async () => {
    const bare = [{ client_id: 'web', client_secret: 'web-secret' }];
    const { token } = serve({ clients: bare });
    expect(bodyOf(await token())).toMatchObject({ error: 'unauthorized_client' });
  });

  it('is looked at only after the client is authenticated', async () => {
    expect(await dispatch('grant_type=nothing', basic('web', 'x'))).toEqual([
      401,
      'invalid_client',
      'client.secret_mismatch',
    ]);
  });
});

// [E16] #148
describe('public clients', () => {
  const open = defineGrant({
    name: 'open',
    grants: { open: { clients: 'any', handle: () => ({ scope: [] }) } },
  });
  const app = {
    client_id: 'app',
    token_endpoint_auth_method: 'none',
    grant_types: ['client_credentials', 'open'],
  };
  const served = () => serve({ plugins: [plain, open], clients: [app] });

  it('cannot use a grant that does not allow them', async () => {
    const { token, events, store } = served();
    const response = await token(`${form}&client_id=app`, {});
    expect(bodyOf(response)).toMatchObject({ error: 'unauthorized_client' });
    expect(events).toMatchObject([{ reason: 'client.has_no_secret', clientId: 'app' }]);
    expect(store.records.size).toBe(0);
  });

  it('can use a grant that allows them', async () => {
    expect((await served().token('grant_type=open&client_id=app', {})).status).toBe(200);
  });
});

describe('a grant', () => {
  const throwing = (thrown: unknown) =>
    serve({
      clients,
      plugins: [
        defineGrant({
          name: 'throwing',
          grants: {
            client_credentials: {
              handle: () => {
                throw thrown;
              },
            },
          },
        }),
      ],
    });

  it('refuses by the OAuthError that it throws', async () => {
    const { token, store, events } = throwing(
      new OAuthError('invalid_grant', {
        reason: 'test.reason',
        description: 'Not this one.',
        hint: 'Try another.',
      }),
    );
    const response = await token();
    expect(response.status).toBe(400);
    expect(bodyOf(response)).toEqual({
      error: 'invalid_grant',
      error_description: 'Not this one.',
    });
    expect(events).toMatchObject([
      { type: 'request.refused', reason: 'test.reason', hint: 'Try another.', clientId: 'web' },
    ]);
    expect(store.records.size).toBe(0);
  });

  // [B2] [M10]
  it.each([new Error('SELECT secret FROM x'), 'SELECT secret', undefined])(
    'that throws %s fails without telling the client',
    async (thrown) => {
      const { token, events } = throwing(thrown);
      const response = await token();
      expect(response.status).toBe(500);
      expect(bodyOf(response)).toMatchObject({ error: 'server_error' });
      expect(response.body).not.toContain('SELECT');
      expect(events).toMatchObject([{ type: 'request.failed', cause: thrown, clientId: 'web' }]);
    },
  );

  // [A2] [A5]
  it('reads parameters as they were sent', async () => {
    const seen: unknown[] = [];
    const reading = defineGrant({
      name: 'reading',
      grants: {
        client_credentials: {
          handle: ({ parameters, client, grantType, now }) => {
            seen.push(parameters.get('assertion'), client.client_id, grantType, now);
            return { scope: [], subject: parameters.required('assertion') };
          },
        },
      },
    });
    const { token, store } = serve({ plugins: [reading] });
    expect((await token(`${form}&assertion=a%2Bb+c`)).status).toBe(200);
    expect(seen).toEqual(['a+b c', 'web', 'client_credentials', start]);
    expect([...store.records.values()]).toMatchObject([{ subject: 'a+b c' }]);
    expect(bodyOf(await token())).toMatchObject({ error: 'invalid_request' });
  });
});

describe('the named calls', () => {
  it('validateTokenRequest checks and issues nothing', async () => {
    const { server, store } = serve();
    const valid = await validateTokenRequest(server, post('/elsewhere', form, web));
    expect(valid).toMatchObject({ grantType: 'client_credentials', now: start });
    expect(valid.client.client_id).toBe('web');
    expect(valid.scope()).toEqual(['read', 'write']);
    expect(store.records.size).toBe(0);
    const wrong = validateTokenRequest(server, post('/elsewhere', form));
    await expect(wrong).rejects.toMatchObject({ code: 'invalid_client' });
  });

  it('createTokenResponse answers wherever it is mounted, with members added', async () => {
    const { server, store } = serve();
    const extra = { tenant: 'a', access_token: 'mine', token_type: 'mine', scope: 'mine' };
    const response = await createTokenResponse(server, post('/elsewhere', form, web), extra);
    expect(bodyOf(response)).toMatchObject({
      tenant: 'a',
      token_type: 'Bearer',
      scope: 'read write',
    });
    expect(textOf(response, 'access_token')).not.toBe('mine');
    expect(store.records.size).toBe(1);
  });

  it('createTokenResponse answers errors as the endpoint does', async () => {
    const { server, send, events } = serve();
    for (const http of [
      post('/token', form, basic('web', 'x')),
      post('/token', 'grant_type=x', web),
      request('GET', '/token'),
    ])
      expect(await createTokenResponse(server, http)).toEqual(await send(http));
    expect(events.map(({ endpoint }) => endpoint)).toEqual(Array(6).fill('token_endpoint'));
  });
});
