import { describe, expect, it } from 'vitest';
import { formRequest, testClient } from '@oauth/testing';
import { clientSecret, introspectionServer } from '../test/introspection-server.js';

const inactiveResponse = { status: 200, text: '{"active":false}' };

describe('introspection shows a token', () => {
  it.each([
    ['the client it was issued to', true, 'app', undefined],
    ['the client that is its audience', true, 'other', 'other'],
    ['a client that is among its audience', true, 'other', 'https://api.example other'],
    ['a client whose client_id is part of an audience', false, 'other', 'others'],
    ['a client whose client_id is the host of an audience', false, 'other', 'https://other'],
    ['a client that may introspect any token', true, 'api', undefined],
    ['every other client', false, 'other', 'https://api.example'],
  ])('to %s: %s', async (_, active, clientId, audience) => {
    const { issueTokens, introspect } = introspectionServer();
    const { access } = await issueTokens(audience === undefined ? {} : { audience });
    expect((await introspect(clientId, access)).body['active']).toBe(active);
  });

  // [C16]
  it('to whom canIntrospect allows it, instead of the registration', async () => {
    const canIntrospect = async (
      client: { client_id: string },
      record: { subject?: string | undefined },
    ) => client.client_id === 'other' && record.subject === 'alice';
    const { issueTokens, introspect } = introspectionServer({ canIntrospect });
    const { access } = await issueTokens();
    expect((await introspect('other', access)).body).toMatchObject({ active: true });
    expect(await introspect('app', access)).toMatchObject(inactiveResponse);
    expect(await introspect('api', access)).toMatchObject(inactiveResponse);
    expect(await introspect('other', (await issueTokens({ subject: 'bob' })).access)).toMatchObject(
      inactiveResponse,
    );
  });

  it('to no client when canIntrospect throws', async () => {
    const { issueTokens, introspect, events } = introspectionServer({
      canIntrospect: () => Promise.reject(new Error('policy')),
    });
    const response = await introspect('app', (await issueTokens()).access);
    expect(response).toMatchObject({ status: 500, body: { error: 'server_error' } });
    expect(response.text).not.toContain('policy');
    expect(events.of('request.failed')).toMatchObject([{ cause: new Error('policy') }]);
  });
});

// #196
describe('client authentication for introspection', () => {
  it('is required of every request, and a bearer token does not replace it', async () => {
    const { server, issueTokens } = introspectionServer();
    const { access } = await issueTokens();
    const anonymous = await server.handle(formRequest('/introspect', { token: access }));
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers).toHaveProperty('WWW-Authenticate');
    expect(JSON.parse(anonymous.body)).toMatchObject({ error: 'invalid_client' });
    const bearer = { Authorization: `Bearer ${access}` };
    const byBearerToken = await server.handle(
      formRequest('/introspect', { token: access }, bearer),
    );
    expect(byBearerToken.status).toBe(401);
  });

  it('refuses a wrong client secret with invalid_client', async () => {
    const { server, issueTokens } = introspectionServer();
    const client = testClient(server, { client_id: 'app', client_secret: 'wrong' });
    const { status, body } = await client.post('/introspect', {
      token: (await issueTokens()).access,
    });
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
  });

  it('refuses a public client with invalid_client', async () => {
    const { server, issueTokens } = introspectionServer();
    const client = testClient(server, { client_id: 'spa' });
    const { status, body } = await client.post('/introspect', {
      token: (await issueTokens()).access,
    });
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
  });

  it('takes only the method that the client is registered for', async () => {
    const { server, issueTokens } = introspectionServer();
    const { access } = await issueTokens();
    const client = { client_id: 'app', client_secret: clientSecret };
    const byPost = testClient(server, { ...client, method: 'client_secret_post' });
    expect((await byPost.post('/introspect', { token: access })).status).toBe(401);
    const byBasic = testClient(server, { ...client, method: 'client_secret_basic' });
    expect((await byBasic.post('/introspect', { token: access })).status).toBe(200);
  });
});
