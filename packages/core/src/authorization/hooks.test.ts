import { describe, expect, it } from 'vitest';
import type { AuthorizationRequest } from '../contract/authorization.js';
import { OAuthError } from '../contract/errors.js';
import type { Hooks } from '../contract/hooks.js';
import {
  authorizeUrl,
  redirectOf,
  responseTypes,
  serveAuthorization,
  type ServedAuthorization,
} from '../testing-support/authorization.js';
import { request } from '../testing-support/requests.js';
import { issuer } from '../testing-support/serve.js';

/** A server with hooks, and what `authorize` was asked. */
function hooked(...hooks: readonly Hooks[]): ServedAuthorization & {
  readonly asked: AuthorizationRequest[];
} {
  const asked: AuthorizationRequest[] = [];
  const plugins = [responseTypes, ...hooks.map((one, at) => ({ name: `hooks ${at}`, hooks: one }))];
  const served = serveAuthorization({
    plugins,
    authorize: (request) => {
      asked.push(request);
      return { approve: { subject: 'alice' } };
    },
  });
  return { ...served, asked };
}

const refuse = () => {
  throw new OAuthError('login_required', { reason: 'test.refused' });
};

// [H1]
describe('onAuthorizationRequest and beforeAuthorize', () => {
  // [A5]
  it('add to what authorize is told, in plugin order', async () => {
    const { authorize, asked } = hooked(
      {
        onAuthorizationRequest: ({ redirectUri }) => ({ one: redirectUri.length, who: 'first' }),
        beforeAuthorize: ({ scope, info }) => ({ scopes: scope.length, saw: info['who'] }),
      },
      { onAuthorizationRequest: async () => ({ who: 'second' }), beforeAuthorize: () => undefined },
    );
    await authorize();
    expect(asked[0]?.info).toEqual({ one: 22, who: 'second', scopes: 2, saw: 'second' });
  });

  it('get the server, as response types do', async () => {
    const { authorize, asked } = hooked({
      onAuthorizationRequest: (_, server) => ({ before: server.issuer }),
      beforeAuthorize: (_, server) => ({ after: server.issuer }),
      beforeRedirect: (parameters, _, server) => ({ ...parameters, by: server.issuer }),
    });
    expect(redirectOf(await authorize()).query).toMatchObject({ by: issuer });
    expect(asked[0]?.info).toEqual({ before: issuer, after: issuer });
  });

  it('run after the faults that are shown', async () => {
    const { send } = hooked({ onAuthorizationRequest: refuse });
    expect((await send(request('GET', authorizeUrl({ client_id: 'x' })))).status).toBe(400);
  });

  it('onAuthorizationRequest runs before all else is looked at, beforeAuthorize after', async () => {
    const wrong = { response_type: 'x', state: 's' };
    const before = hooked({ onAuthorizationRequest: refuse });
    expect(redirectOf(await before.authorize(wrong)).query['error']).toBe('login_required');
    const after = hooked({ beforeAuthorize: refuse });
    expect(redirectOf(await after.authorize(wrong)).query['error']).toBe(
      'unsupported_response_type',
    );
    expect(redirectOf(await after.authorize()).query['error']).toBe('login_required');
  });

  // [H3]
  it('what they throw goes back to the client, and no user is asked', async () => {
    for (const hooks of [{ onAuthorizationRequest: refuse }, { beforeAuthorize: refuse }]) {
      const { authorize, asked, store, events } = hooked(hooks);
      expect(redirectOf(await authorize({ state: 's' })).query).toEqual({
        error: 'login_required',
        state: 's',
        iss: issuer,
      });
      expect(asked).toEqual([]);
      expect(store.records.size).toBe(0);
      expect(events[0]?.reason).toBe('test.refused');
    }
  });
});

// [H6]
describe('beforeRedirect', () => {
  it('adds to the response and takes from it, in plugin order', async () => {
    const { authorize } = hooked(
      { beforeRedirect: (parameters) => ({ ...parameters, session_state: '1' }) },
      { beforeRedirect: async ({ session_state }) => ({ session_state: `${session_state}2` }) },
    );
    const { query } = redirectOf(await authorize({ state: 's' }));
    expect(query).toEqual({ session_state: '12', state: 's', iss: issuer });
  });

  it('cannot replace state and iss', async () => {
    const { authorize } = hooked({ beforeRedirect: () => ({ state: 'x', iss: 'https://evil' }) });
    expect(redirectOf(await authorize({ state: 's' })).query).toEqual({ state: 's', iss: issuer });
  });

  it('refuses before anything is stored', async () => {
    const { authorize, store } = hooked({ beforeRedirect: refuse });
    expect(redirectOf(await authorize()).query['error']).toBe('login_required');
    expect(store.records.size).toBe(0);
  });

  it('can add parameters of any name, which are escaped', async () => {
    const { authorize } = hooked({ beforeRedirect: () => ({ 'a&b="<>': 'c' }) });
    expect(redirectOf(await authorize()).query).toMatchObject({ 'a&b="<>': 'c' });
    const { body } = await authorize({ response_mode: 'form_post' });
    expect(body).toContain('name="a&amp;b=&quot;&lt;&gt;"');
  });
});

// [H5] [H7]
describe('beforeIssue and beforeTokenResponse', () => {
  it('run for the token of a redirect as for any other', async () => {
    const { authorize, store } = hooked({
      beforeIssue: (issuance, { grantType }) => ({
        ...issuance,
        audience: ['api'],
        details: { grantType },
      }),
      beforeTokenResponse: (body, { audience }) => ({
        ...body,
        audience: audience?.[0],
        extra: [1],
      }),
    });
    const { fragment } = redirectOf(await authorize({ response_type: 'token' }));
    expect(fragment).toMatchObject({ audience: 'api', extra: '[1]', token_type: 'Bearer' });
    expect([...store.records.values()]).toMatchObject([
      { data: { audience: ['api'], details: { grantType: 'implicit' } } },
    ]);
  });

  // #55
  it('no hook makes a refresh token travel in a redirect', async () => {
    const keep = {
      name: 'refresh',
      refreshTokens: () => ({ expiresAt: 4_000_000_000, data: {} }),
      hooks: { beforeIssue: (issuance: object) => ({ scope: [], ...issuance, refreshable: true }) },
    };
    const { authorize } = serveAuthorization({ plugins: [responseTypes, keep] });
    const { fragment } = redirectOf(await authorize({ response_type: 'token' }));
    expect(fragment).toHaveProperty('access_token');
    expect(fragment).not.toHaveProperty('refresh_token');
  });
});
