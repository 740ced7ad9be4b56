import { describe, expect, it } from 'vitest';
import type { AuthorizationRequest } from '../contract/authorization.js';
import type { Client } from '../contract/client.js';
import { OAuthError } from '../contract/errors.js';
import {
  app,
  authorizeUrl,
  callback,
  redirectOf,
  serveAuthorization,
  usual,
} from '../testing-support/authorization.js';
import { mapStore } from '../testing-support/map-store.js';
import { post, request } from '../testing-support/requests.js';
import { issuer, start } from '../testing-support/serve.js';

const page = { status: 200, headers: { 'Content-Type': 'text/html' }, body: 'Agree?' };

describe('deny', () => {
  // [M7] #20 #22
  it('goes back to the client, and nothing is stored', async () => {
    const { authorize, store, events } = serveAuthorization({ authorize: () => ({ deny: true }) });
    const { to, query } = redirectOf(await authorize({ state: 's' }));
    expect(to).toBe(callback);
    expect(query).toEqual({
      error: 'access_denied',
      error_description: 'The request was denied.',
      state: 's',
      iss: issuer,
    });
    expect(store.records.size).toBe(0);
    expect(events).toMatchObject([{ type: 'authorization.denied', clientId: 'app' }]);
  });

  // #22
  it('may say why', async () => {
    const uri = 'https://auth.example/why';
    const options = { reason: 'x', description: 'Sign in "first".\n', uri, hint: 'no', cause: 1 };
    const deny = new OAuthError('login_required', options);
    const { authorize, events } = serveAuthorization({ authorize: () => ({ deny }) });
    const { query } = redirectOf(await authorize());
    expect(query).toEqual({
      error: 'login_required',
      error_description: "Sign in 'first'.?",
      error_uri: uri,
      iss: issuer,
    });
    expect(events).toMatchObject([{ type: 'request.refused', reason: 'x', hint: 'no', cause: 1 }]);
  });
});

describe('approve', () => {
  it('stores a digest of the code and what was agreed', async () => {
    const approve = { subject: 'alice', audience: ['api'], details: { acr: '2' } };
    const { authorize, store, events } = serveAuthorization({ authorize: () => ({ approve }) });
    const code = redirectOf(await authorize({ scope: 'read' })).query['code'] ?? '';
    const [record] = store.records.values();
    expect(record).toMatchObject({
      kind: 'authorization_code',
      version: 0,
      clientId: 'app',
      subject: 'alice',
      expiresAt: start + 60,
      data: { scope: 'read', issuedAt: start, audience: ['api'], details: { acr: '2' } },
    });
    expect(JSON.stringify(record)).not.toContain(code);
    expect(code.startsWith(record?.grantId ?? '-')).toBe(true);
    expect(events).toMatchObject([{ type: 'authorization.granted', grantId: record?.grantId }]);
  });

  // #145
  it('a narrower choice is what counts', async () => {
    const approve = { subject: 'alice', scope: ['read', 'read'] };
    const { authorize, store } = serveAuthorization({ authorize: () => ({ approve }) });
    await authorize({ scope: 'read write' });
    expect([...store.records.values()]).toMatchObject([{ data: { scope: 'read' } }]);
    const { fragment } = redirectOf(await authorize({ response_type: 'token' }));
    expect(fragment['scope']).toBe('read');
  });

  it.each([['read', 'admin'], ['write']])(
    'more than was asked for (%s) is refused',
    async (...scope) => {
      const approve = { subject: 'alice', scope };
      const { authorize, store, events } = serveAuthorization({ authorize: () => ({ approve }) });
      const { query } = redirectOf(await authorize({ scope: 'read' }));
      expect(query['error']).toBe('invalid_scope');
      expect(query).not.toHaveProperty('code');
      expect(events[0]).toMatchObject({ reason: 'authorization.scope_widened' });
      expect(store.records.size).toBe(0);
    },
  );

  it('code and token of one answer are of one grant', async () => {
    const { authorize, store } = serveAuthorization();
    await authorize({ response_type: 'code token' });
    const grants = [...store.records.values()].map(({ grantId }) => grantId);
    expect(grants).toHaveLength(2);
    expect(new Set(grants).size).toBe(1);
  });
});

describe('show', () => {
  // #16
  it('without the decision there is no code, whatever is posted', async () => {
    const { send, authorize, store } = serveAuthorization({ authorize: () => ({ show: page }) });
    const posted = post(authorizeUrl(usual), { decision: 'approve', code: 'x', approve: 'true' });
    for (const response of [await authorize(), await authorize(), await send(posted)]) {
      expect(response).toMatchObject({ status: 200, body: 'Agree?' });
      expect(response.headers).not.toHaveProperty('Location');
    }
    expect(store.records.size).toBe(0);
  });

  // #19
  it('the page comes back to the whole request, and changes nothing of it', async () => {
    const seen: AuthorizationRequest[] = [];
    const { send, authorize, store } = serveAuthorization({
      authorize: (asked) => {
        seen.push(asked);
        if (asked.form === undefined) return { show: page };
        return { approve: { subject: 'alice', scope: asked.form.all('scope') } };
      },
    });
    await authorize({ scope: 'read write', state: '&"\'<é', login_hint: 'a b' });
    const { url } = seen[0] ?? { url: '' };
    expect(url.startsWith(`${issuer}/authorize?`)).toBe(true);
    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
      ...usual,
      scope: 'read write',
      state: '&"\'<é',
      login_hint: 'a b',
    });
    const page2 = 'scope=read&scope=write&redirect_uri=https%3A%2F%2Fevil.example&state=other';
    const { to, query } = redirectOf(await send(post(url, page2)));
    expect(to).toBe(callback);
    expect(query['state']).toBe('&"\'<é');
    expect([...store.records.values()]).toMatchObject([{ data: { scope: 'read write' } }]);
    expect(seen[1]).toMatchObject({ redirectUri: callback, scope: ['read', 'write'] });
  });

  it('a request that was posted comes back by its URL as well', async () => {
    const { send } = serveAuthorization({
      authorize: ({ form, url }) =>
        form ? { approve: { subject: 'alice' } } : { show: { ...page, body: url } },
    });
    const shown = await send(post('/authorize', { ...usual, state: 's' }));
    const { query } = redirectOf(await send(post(shown.body, 'decision=approve')));
    expect(query).toMatchObject({ state: 's' });
    expect(query).toHaveProperty('code');
  });

  // #19
  it('an altered URL is checked like a new request', async () => {
    const { send, store } = serveAuthorization();
    const altered = authorizeUrl({ ...usual, redirect_uri: 'https://evil.example/cb' });
    expect((await send(post(altered, 'decision=approve'))).status).toBe(400);
    const scope = redirectOf(await send(post(authorizeUrl({ ...usual, scope: 'admin' }), 'x=1')));
    expect(scope.query['error']).toBe('invalid_scope');
    expect(store.records.size).toBe(0);
  });

  // #52
  it('a redirect URI that is removed meanwhile is not used', async () => {
    let client: Client = app;
    const { authorize, send, store } = serveAuthorization({
      clients: () => client,
      authorize: ({ form }) =>
        form === undefined ? { show: page } : { approve: { subject: 'alice' } },
    });
    expect((await authorize()).status).toBe(200);
    client = { ...app, redirect_uris: ['https://app.example/new'] };
    const response = await send(post(authorizeUrl(usual), 'decision=approve'));
    expect(response.status).toBe(400);
    expect(response.headers).not.toHaveProperty('Location');
    expect(store.records.size).toBe(0);
  });
});

// #23
describe('something breaks', () => {
  const secret = 'postgres://user:pw@db';
  const broken = () => {
    throw new Error(secret);
  };

  it('before the redirect URI is known good: a page, 500', async () => {
    const { authorize, events } = serveAuthorization({ clients: broken });
    const response = await authorize();
    expect(response.status).toBe(500);
    expect(response.headers).not.toHaveProperty('Location');
    expect(JSON.stringify(response)).not.toContain(secret);
    expect(events).toMatchObject([{ type: 'request.failed', cause: { message: secret } }]);
  });

  it.each([
    ['the store', { store: { ...mapStore(), commit: broken } }],
    ['authorize', { authorize: broken }],
    ['a hook', { hooks: { beforeAuthorize: broken } }],
  ])('after that, in %s: server_error goes back', async (_, { hooks, ...options }: Broken) => {
    const plain = serveAuthorization();
    const plugins = [...plain.server.plugins, { name: 'hooks', hooks: hooks ?? {} }];
    const { authorize, events } = serveAuthorization({ plugins, ...options });
    const response = await authorize({ state: 's' });
    expect(redirectOf(response).query).toEqual({ error: 'server_error', state: 's', iss: issuer });
    expect(JSON.stringify(response)).not.toContain(secret);
    expect(events).toMatchObject([{ type: 'request.failed', cause: { message: secret } }]);
  });

  it('a store that refuses the code: come again', async () => {
    const commit = () => ({ committed: false, lost: 'x' }) as const;
    const { authorize } = serveAuthorization({ store: { ...mapStore(), commit } });
    expect(redirectOf(await authorize()).query).toEqual({
      error: 'temporarily_unavailable',
      error_description: 'Other requests are changing the same grant. Try again.',
      iss: issuer,
    });
  });

  it('without the option authorize nobody decides', async () => {
    const { authorize, events } = serveAuthorization({ authorize: undefined });
    expect(redirectOf(await authorize()).query['error']).toBe('server_error');
    expect(events[0]).toMatchObject({ reason: 'authorize.missing' });
    expect(events[0]?.hint).toContain('createAuthorizationResponse');
  });
});

interface Broken extends Partial<Parameters<typeof serveAuthorization>[0] & object> {
  readonly hooks?: { readonly beforeAuthorize: () => never };
}

it('what is found out of the request is what was sent, and when', async () => {
  let seen: AuthorizationRequest | undefined;
  const { send, pass } = serveAuthorization({
    authorize: (asked) => {
      seen = asked;
      return { deny: true };
    },
  });
  pass(5);
  await send(request('GET', authorizeUrl({ ...usual, redirect_uri: undefined, scope: 'read' })));
  expect(seen).toMatchObject({
    client: { client_id: 'app' },
    redirectUri: callback,
    redirectUriGiven: false,
    state: undefined,
    form: undefined,
    now: start + 5,
    responseType: 'code',
    responseMode: 'query',
    scope: ['read'],
    info: {},
  });
});
