import { describe, expect, it } from 'vitest';
import { type AuthorizationDecision, type Hooks, OAuthError } from '../index.js';
import { definePlugin } from '../plugin.js';
import { redirectOf, responseTypes, serveAuthorization } from '../testing-support/authorization.js';
import { issuer } from '../testing-support/serve.js';

type OnDecision = NonNullable<Hooks['onDecision']>;

const show: AuthorizationDecision = { show: { status: 200, headers: {}, body: 'sign in' } };
const approve: AuthorizationDecision = { approve: { subject: 'alice', details: { acr: 'low' } } };

/** A server whose app decides so, and whose plugins look at that. */
function serveDecision(decision: AuthorizationDecision, ...hooks: readonly OnDecision[]) {
  const plugins = hooks.map((onDecision, at) =>
    definePlugin({ name: `plugin ${at}`, hooks: { onDecision } }),
  );
  return serveAuthorization({ plugins: [responseTypes, ...plugins], authorize: () => decision });
}

/** No page may be shown where the client asks for none (OpenID Connect Core section 3.1.2.1). */
const holdToPrompt: OnDecision = (decision, { parameters }) =>
  'show' in decision && parameters.get('prompt') === 'none'
    ? { deny: new OAuthError('login_required', { reason: 'prompt.none' }) }
    : decision;

describe('onDecision', () => {
  it('keeps a page from a client that asked for none', async () => {
    const { authorize, events } = serveDecision(show, holdToPrompt);
    const { query } = redirectOf(await authorize({ prompt: 'none', state: 's' }));
    expect(query).toEqual({ error: 'login_required', state: 's', iss: issuer });
    expect(events).toMatchObject([{ type: 'request.refused', reason: 'prompt.none' }]);
    expect((await authorize({ prompt: 'login' })).body).toBe('sign in');
  });

  it('adds to what an approval keeps with the grant', async () => {
    const { authorize, store } = serveDecision(
      approve,
      (decision, { parameters }) => {
        if (!('approve' in decision)) return decision;
        const audience = parameters.all('resource');
        return { approve: { ...decision.approve, audience } };
      },
      async (decision) => {
        if (!('approve' in decision)) return decision;
        const details = { ...decision.approve.details, jkt: 'key' };
        return { approve: { ...decision.approve, details } };
      },
    );
    await authorize({ resource: 'https://api.example' });
    expect([...store.records.values()]).toMatchObject([
      { data: { audience: ['https://api.example'], details: { acr: 'low', jkt: 'key' } } },
    ]);
  });

  it('denies what the app approved, and stores nothing', async () => {
    const { authorize, store, events } = serveDecision(approve, () => ({ deny: true }));
    expect(redirectOf(await authorize()).query).toMatchObject({ error: 'access_denied' });
    expect(events).toMatchObject([{ type: 'authorization.denied' }]);
    expect(store.records.size).toBe(0);
  });

  it('refuses by throwing, which goes to the client', async () => {
    const { authorize, store } = serveDecision(approve, () => {
      throw new OAuthError('unmet_authentication_requirements', { reason: 'acr.too_low' });
    });
    const { query } = redirectOf(await authorize());
    expect(query).toMatchObject({ error: 'unmet_authentication_requirements' });
    expect(store.records.size).toBe(0);
  });

  it('cannot approve more than the client asked for', async () => {
    const { authorize, store } = serveDecision(approve, () => ({
      approve: { subject: 'alice', scope: ['read', 'admin'] },
    }));
    expect(redirectOf(await authorize()).query).toMatchObject({ error: 'invalid_scope' });
    expect(store.records.size).toBe(0);
  });

  it('leaves the decision to the app where it returns nothing', async () => {
    const { authorize } = serveDecision(approve, () => undefined);
    expect(redirectOf(await authorize()).query).toHaveProperty('code');
  });

  it('sees what plugins before it decided, and the request that is decided on', async () => {
    const seen: unknown[] = [];
    const { authorize } = serveDecision(
      show,
      () => approve,
      (decision, { scope, client }, server) => {
        seen.push(Object.keys(decision), scope, client.client_id, server.issuer);
        return decision;
      },
    );
    expect(redirectOf(await authorize({ scope: 'read' })).query).toHaveProperty('code');
    expect(seen).toEqual([['approve'], ['read'], 'app', issuer]);
  });
});

describe('beforeRedirect', () => {
  const served = (beforeRedirect: NonNullable<Hooks['beforeRedirect']>) =>
    serveAuthorization({
      plugins: [responseTypes, definePlugin({ name: 'id-token', hooks: { beforeRedirect } })],
      authorize: () => ({
        approve: { subject: 'alice', scope: ['read'], details: { nonce: 'n' } },
      }),
    });

  it('gets what was approved and the grant that the code is of', async () => {
    const { authorize, store } = served((parameters, { approval, grantId }) => ({
      ...parameters,
      id_token: JSON.stringify([parameters['code'], approval, grantId]),
    }));
    const { query } = redirectOf(await authorize());
    const [record] = store.records.values();
    const approval = { subject: 'alice', scope: ['read'], details: { nonce: 'n' } };
    expect(JSON.parse(query['id_token'] ?? '')).toEqual([query['code'], approval, record?.grantId]);
  });

  it('gets all that was requested as the scope of an approval without one', async () => {
    const scopes: unknown[] = [];
    const plugin = definePlugin({
      name: 'asking',
      hooks: {
        beforeRedirect: (_, { approval }) => {
          scopes.push(approval.scope);
        },
      },
    });
    const { authorize } = serveAuthorization({ plugins: [responseTypes, plugin] });
    expect(redirectOf(await authorize()).query).toHaveProperty('code');
    expect(scopes).toEqual([['read', 'write']]);
  });

  it('is not called for what is denied or shown', async () => {
    let calls = 0;
    const plugin = definePlugin({
      name: 'counting',
      hooks: {
        beforeRedirect: () => {
          calls += 1;
        },
      },
    });
    const decisions: AuthorizationDecision[] = [show, { deny: true }];
    for (const decision of decisions) {
      const plugins = [responseTypes, plugin];
      await serveAuthorization({ plugins, authorize: () => decision }).authorize();
    }
    expect(calls).toBe(0);
  });
});
