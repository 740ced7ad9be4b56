import { describe, expect, it } from 'vitest';
import { type AuthorizationRequest, issueTokens, OAuthError } from '../index.js';
import {
  clientEndpoint,
  decideAuthorization,
  defineGrant,
  definePlugin,
  json,
  validateDirectAuthorization,
} from '../plugin.js';
import { bodyOf, post } from '../testing-support/requests.js';
import { serve } from '../testing-support/serve.js';

const grantType = 'urn:example:device';
const tv = {
  client_id: 'tv',
  token_endpoint_auth_method: 'none',
  grant_types: [grantType],
  scope: 'read write',
};

/** A third party's device flow: the request waits until the user decides on another device. */
function deviceFlow() {
  const waiting: AuthorizationRequest[] = [];
  const plugin = defineGrant({
    name: 'device',
    endpoints: {
      device_authorization_endpoint: clientEndpoint({
        path: '/device',
        clients: 'any',
        async handle(request, server) {
          waiting.push(await validateDirectAuthorization(server, request));
          return json(200, { device_code: 'x' });
        },
      }),
    },
    grants: {
      [grantType]: {
        clients: 'any',
        async handle(_, server) {
          const [request] = waiting;
          if (request === undefined)
            throw new OAuthError('authorization_pending', { reason: 'device.pending' });
          const approve = { subject: 'alice', scope: ['read'] };
          const decision = await decideAuthorization(server, request, { approve });
          if (!('approve' in decision))
            throw new OAuthError('access_denied', { reason: 'device.denied' });
          const { subject, scope = request.scope, audience, details } = decision.approve;
          return { subject, scope, audience, details };
        },
      },
    },
  });
  return { plugin, waiting };
}

/** An extension that knows nothing of devices. */
const resourceIndicators = definePlugin({
  name: 'resource-indicators',
  repeatableParameters: ['resource'],
  hooks: {
    beforeAuthorize({ parameters, info }) {
      const resources = parameters.all('resource');
      if (resources.some((one) => !one.endsWith('.example')))
        throw new OAuthError('invalid_target', { reason: 'resource.unknown' });
      return { resources, saw: info['early'] };
    },
    onAuthorizationRequest: () => ({ early: true }),
    onDecision: (decision, { parameters }) =>
      'approve' in decision
        ? { approve: { ...decision.approve, audience: parameters.all('resource') } }
        : decision,
  },
});

function serveDevice(...more: readonly ReturnType<typeof definePlugin>[]) {
  const { plugin, waiting } = deviceFlow();
  const served = serve({ plugins: [plugin, resourceIndicators, ...more], clients: [tv] });
  const device = (form = {}) => served.send(post('/device', { client_id: 'tv', ...form }));
  const poll = () => served.send(post('/token', { grant_type: grantType, client_id: 'tv' }));
  return { ...served, waiting, device, poll };
}

describe('a request that no browser brings', () => {
  const resource = 'https://api.example';

  it('passes the hooks that extensions have for authorization requests', async () => {
    const { device, poll, store, waiting } = serveDevice();
    expect((await device({ resource, scope: 'read write' })).status).toBe(200);
    expect(waiting).toMatchObject([
      { scope: ['read', 'write'], info: { early: true, saw: true, resources: [resource] } },
    ]);
    expect(bodyOf(await poll())).toMatchObject({ scope: 'read' });
    expect([...store.records.values()]).toMatchObject([
      { subject: 'alice', data: { audience: [resource] } },
    ]);
  });

  it('is refused by those hooks with a JSON error, before any user is asked', async () => {
    const { device, waiting } = serveDevice();
    expect(bodyOf(await device({ resource: 'https://evil.test' }))).toMatchObject({
      error: 'invalid_target',
    });
    expect(waiting).toEqual([]);
  });

  it('is held to the scopes of its client', async () => {
    const { device, waiting } = serveDevice();
    expect(bodyOf(await device({ scope: 'admin' }))).toMatchObject({ error: 'invalid_scope' });
    expect(waiting).toEqual([]);
  });

  it('is denied where a plugin denies what the user approved', async () => {
    const denying = definePlugin({
      name: 'denying',
      hooks: { onDecision: () => ({ deny: true }) },
    });
    const { device, poll, store } = serveDevice(denying);
    await device();
    expect(bodyOf(await poll())).toMatchObject({ error: 'access_denied' });
    expect(store.records.size).toBe(0);
  });

  it('has no redirect URI, state and response type that a plugin could mistake for sent', async () => {
    const { device, waiting } = serveDevice();
    await device({ redirect_uri: 'https://evil.example', state: 's', response_type: 'code' });
    expect(waiting).toMatchObject([
      { url: '', redirectUri: '', redirectUriGiven: false, responseType: '', responseMode: '' },
    ]);
    expect(waiting[0]?.state).toBeUndefined();
  });

  it('may stand for another one, of the same client only', async () => {
    const signed = definePlugin({
      name: 'signed',
      hooks: {
        readAuthorization: (request, server) => ({
          ...request,
          parameters: server.parseParameters(request.parameters.get('request') ?? ''),
        }),
      },
    });
    const { device, waiting } = serveDevice(signed);
    await device({ request: 'scope=write' });
    expect(waiting).toMatchObject([{ scope: ['write'] }]);
    expect(bodyOf(await device({ request: 'client_id=other' }))).toMatchObject({
      error: 'invalid_request',
    });
  });
});

it('tokens for such a request can be pushed, as backchannel authentication does', async () => {
  const { device, waiting, server, store, events } = serveDevice();
  await device({ resource: 'https://api.example' });
  const [request] = waiting;
  if (request === undefined) throw new TypeError('nothing waits');
  const decision = await decideAuthorization(server.context, request, {
    approve: { subject: 'bob' },
  });
  if (!('approve' in decision)) throw new TypeError('not approved');
  const { client, scope } = request;
  const { subject, audience } = decision.approve;
  const body = await issueTokens(server, { client, grantType }, { subject, audience, scope });
  expect(body).toMatchObject({ token_type: 'Bearer', scope: 'read write' });
  expect([...store.records.values()]).toMatchObject([
    { subject: 'bob', clientId: 'tv', data: { audience: ['https://api.example'] } },
  ]);
  expect(events).toMatchObject([{ type: 'token.issued', grantType, subject: 'bob' }]);
});
