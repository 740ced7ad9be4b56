import { describe, expect, it } from 'vitest';
import { formRequest, testClient } from '@oauth/testing';
import { serve } from '../test/serve.js';

const inactive = { status: 200, text: '{"active":false}' };

describe('who sees a token', () => {
  it.each([
    ['the client it was issued to', 'app', undefined, true],
    ['the client that is its audience', 'other', 'other', true],
    ['a client that is one of its audience', 'other', 'https://api.example other', true],
    ['a client whose name is part of an audience', 'other', 'others', false],
    ['a client whose name is part of an audience too', 'other', 'https://other', false],
    ['a client that introspects any', 'api', undefined, true],
    ['nobody else', 'other', 'https://api.example', false],
  ])('%s', async (_, clientId, audience, active) => {
    const { issue, ask } = serve();
    const { access } = await issue(audience === undefined ? {} : { audience });
    expect((await ask(clientId, access)).body['active']).toBe(active);
  });

  // [C16]
  it('whom `allow` allows, instead', async () => {
    const canIntrospect = async (
      client: { client_id: string },
      record: { subject?: string | undefined },
    ) => client.client_id === 'other' && record.subject === 'alice';
    const { issue, ask } = serve({ canIntrospect });
    const { access } = await issue();
    expect((await ask('other', access)).body).toMatchObject({ active: true });
    expect(await ask('app', access)).toMatchObject(inactive);
    expect(await ask('api', access)).toMatchObject(inactive);
    expect(await ask('other', (await issue({ subject: 'bob' })).access)).toMatchObject(inactive);
  });

  it('nobody when `allow` fails', async () => {
    const { issue, ask, events } = serve({
      canIntrospect: () => Promise.reject(new Error('policy')),
    });
    const answer = await ask('app', (await issue()).access);
    expect(answer).toMatchObject({ status: 500, body: { error: 'server_error' } });
    expect(answer.text).not.toContain('policy');
    expect(events.of('request.failed')).toMatchObject([{ cause: new Error('policy') }]);
  });
});

// #196
describe('authentication', () => {
  it('is always required', async () => {
    const { server, issue } = serve();
    const { access } = await issue();
    const nobody = await server.handle(formRequest('/introspect', { token: access }));
    expect(nobody.status).toBe(401);
    expect(nobody.headers).toHaveProperty('WWW-Authenticate');
    expect(JSON.parse(nobody.body)).toMatchObject({ error: 'invalid_client' });
    const bearer = { Authorization: `Bearer ${access}` };
    const byToken = await server.handle(formRequest('/introspect', { token: access }, bearer));
    expect(byToken.status).toBe(401);
  });

  it('must succeed', async () => {
    const { server, issue } = serve();
    const client = testClient(server, { client_id: 'app', client_secret: 'wrong' });
    const { status, body } = await client.post('/introspect', { token: (await issue()).access });
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
  });

  it('is not what a public client can do', async () => {
    const { server, issue } = serve();
    const client = testClient(server, { client_id: 'spa' });
    const { status, body } = await client.post('/introspect', { token: (await issue()).access });
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
  });

  it('is by the method that the client is registered for', async () => {
    const { server, issue } = serve();
    const { access } = await issue();
    const client = { client_id: 'app', client_secret: 'a-secret-of-at-least-32-characters' };
    const byPost = testClient(server, { ...client, method: 'client_secret_post' });
    expect((await byPost.post('/introspect', { token: access })).status).toBe(401);
    const byBasic = testClient(server, { ...client, method: 'client_secret_basic' });
    expect((await byBasic.post('/introspect', { token: access })).status).toBe(200);
  });
});
