import { describe, expect, it } from 'vitest';
import type { Peer } from '../index.js';
import { definePlugin } from '../plugin.js';
import {
  authorizeUrl,
  responseTypes,
  serveAuthorization,
  usual,
} from '../testing-support/authorization.js';
import { basic, bodyOf, post, request } from '../testing-support/requests.js';
import { plain, serve } from '../testing-support/serve.js';

describe('the peer of a request', () => {
  const peer: Peer = {
    address: '192.0.2.1',
    certificate: { der: new Uint8Array([1, 2]), trusted: false },
  };

  it('reaches client authentication, middleware and the hooks of a token request', async () => {
    const seen: unknown[] = [];
    const seeing = definePlugin({
      name: 'seeing',
      clientAuthentication: {
        seeing: {
          read({ http }) {
            seen.push(http.peer);
            return undefined;
          },
        },
      },
      middleware: (context, _, next) => {
        seen.push(context.request.peer);
        return next();
      },
      hooks: {
        onTokenRequest: ({ http }) => {
          seen.push(http.peer);
        },
        beforeIssue: (_, { http }) => {
          seen.push(http.peer);
        },
        beforeTokenResponse: (_, __, { http }) => {
          seen.push(http.peer);
        },
      },
    });
    const { send } = serve({ plugins: [plain, seeing] });
    const form = post('/token', 'grant_type=client_credentials', basic('web', 'web-secret'));
    expect((await send({ ...form, peer })).status).toBe(200);
    expect(seen).toEqual(Array(5).fill(peer));
  });

  it('reaches the hooks of an authorization request and the app', async () => {
    const seen: unknown[] = [];
    const seeing = definePlugin({
      name: 'seeing',
      hooks: {
        readAuthorization: ({ http }) => {
          seen.push(http.peer);
        },
        onAuthorizationRequest: ({ http }) => {
          seen.push(http.peer);
        },
        beforeAuthorize: ({ http }) => {
          seen.push(http.peer);
        },
        onDecision: (_, { http }) => {
          seen.push(http.peer);
        },
        beforeRedirect: (_, { http }) => {
          seen.push(http.peer);
        },
      },
    });
    const { send } = serveAuthorization({
      plugins: [responseTypes, seeing],
      authorize: ({ http }) => {
        seen.push(http.peer);
        return { approve: { subject: 'alice' } };
      },
    });
    expect((await send({ ...request('GET', authorizeUrl(usual)), peer })).status).toBe(303);
    expect(seen).toEqual(Array(6).fill(peer));
  });
});

describe('repeatableParameters', () => {
  const repeating = (name: string) =>
    definePlugin({
      name: `with ${name}`,
      repeatableParameters: [name],
      hooks: {
        beforeIssue: (issuance, { parameters }) => ({
          ...issuance,
          audience: [...(issuance.audience ?? []), ...parameters.all(name)],
        }),
      },
    });
  const form = 'grant_type=client_credentials&resource=a&resource=b';

  it('lets a parameter come more than once, in the order sent', async () => {
    const { token, store } = serve({ plugins: [plain, repeating('resource')] });
    expect((await token(form)).status).toBe(200);
    expect([...store.records.values()]).toMatchObject([{ data: { audience: ['a', 'b'] } }]);
  });

  it('adds up over plugins, and at the authorization endpoint', async () => {
    const plugins = [plain, repeating('resource'), repeating('audience')];
    const { token, store } = serve({ plugins });
    await token(`${form}&audience=c&audience=d`);
    expect([...store.records.values()]).toMatchObject([
      { data: { audience: ['a', 'b', 'c', 'd'] } },
    ]);
    const served = serveAuthorization({ plugins: [responseTypes, repeating('resource')] });
    const url = `${authorizeUrl(usual)}&resource=a&resource=b`;
    expect((await served.send(request('GET', url))).status).toBe(303);
  });

  it.each(['resource', 'scope'])('refuses a second %s that no plugin lets repeat', async (name) => {
    const { token } = serve({ plugins: [plain, repeating('audience')] });
    const response = await token(`grant_type=client_credentials&${name}=read&${name}=read`);
    expect(bodyOf(response)).toMatchObject({ error: 'invalid_request' });
  });
});

it('credentialParameters tells a plugin which parameters differ in a retry', () => {
  const asserting = definePlugin({
    name: 'asserting',
    clientAuthentication: {
      private_key_jwt: {
        read: () => undefined,
        parameters: ['client_assertion', 'client_assertion_type'],
      },
    },
  });
  const { context } = serve({ plugins: [plain, asserting] }).server;
  expect([...context.credentialParameters].sort()).toEqual([
    'client_assertion',
    'client_assertion_type',
    'client_id',
    'client_secret',
  ]);
});
