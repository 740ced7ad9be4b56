import { describe, expect, it } from 'vitest';
import type { Change, Hooks, ServerOptions, Store, TokenGenerator } from '@oauth/core';
import { refreshServer, expectText } from '../test/refresh-server.js';

/** Refreshes and retries; returns the response, and all that the store and events got of it. */
async function refreshTwice(hooks: Hooks = {}, serverOptions: Partial<ServerOptions> = {}) {
  const changes: Change[] = [];
  const recordChanges = (store: Store): Store => ({
    ...store,
    commit: (committed) => {
      changes.push(...committed);
      return store.commit(committed);
    },
  });
  const { startGrant, requestRefresh, events, areLive } = refreshServer(
    {},
    recordChanges,
    hooks,
    serverOptions,
  );
  const first = (await startGrant()).body;
  const { body } = await requestRefresh(first['refresh_token']);
  const retry = await requestRefresh(first['refresh_token']);
  expect(retry.body).toEqual(body);
  expect(retry.text).toBe(JSON.stringify(body));
  const spent = changes.flatMap((change) => (change.type === 'update' ? [change.record] : []));
  const remembered = expectText(spent[0]?.data['rememberedResponse']);
  return { first, body, remembered, areLive, seen: JSON.stringify([changes, events.all]) };
}

// #92
describe('what a spent record keeps for retries', () => {
  it('contains no token, only a nonce to derive the tokens with the spent one', async () => {
    const { first, body, remembered, seen } = await refreshTwice();
    for (const { access_token, refresh_token } of [first, body])
      for (const token of [access_token, refresh_token])
        expect(seen).not.toContain(expectText(token).slice(16));
    expect(remembered).toMatch(
      /^{"nonce":"[\w-]{43}","fingerprint":"","token_type":"Bearer","expires_in":3600,"scope":"read write"}$/,
    );
  });

  it('derives different tokens when the store loses a commit and the grant decides again', async () => {
    // The store loses the first commit, so that the grant decides again.
    const insertedIds: unknown[] = [];
    const { startGrant, requestRefresh } = refreshServer({}, (store) => ({
      ...store,
      commit: (changes) => {
        const inserted = changes.flatMap((one) => (one.type === 'insert' ? [one.record.id] : []));
        if (changes[0]?.type !== 'update') return store.commit(changes);
        insertedIds.push(...inserted);
        return insertedIds.length === inserted.length
          ? { committed: false, lost: changes[0].record.id }
          : store.commit(changes);
      },
    }));
    expect((await requestRefresh((await startGrant()).body['refresh_token'])).status).toBe(200);
    expect(new Set(insertedIds).size).toBe(4);
  });

  const generator: TokenGenerator = ({ random }) => `made.${random(24)}`;
  const encryptedCases: readonly {
    what: string;
    hooks?: Hooks;
    serverOptions?: Partial<ServerOptions>;
  }[] = [
    {
      what: 'a member that a hook adds',
      hooks: { beforeTokenResponse: (body) => ({ ...body, id_token: 'made.secret' }) },
    },
    {
      what: 'an access token that a hook changes',
      hooks: { beforeTokenResponse: (body) => ({ ...body, access_token: 'made.secret' }) },
    },
    { what: 'access tokens of a generator', serverOptions: { accessTokenGenerator: generator } },
    { what: 'refresh tokens of a generator', serverOptions: { refreshTokenGenerator: generator } },
  ];
  it.each(encryptedCases)('is encrypted for $what', async ({ hooks, serverOptions }) => {
    const { remembered, body, seen } = await refreshTwice(hooks, serverOptions);
    expect(JSON.stringify(body)).toContain('made.');
    expect(seen).not.toContain('made.');
    expect(remembered).toMatch(/^[\w-]{200,}$/);
  });

  it('is encrypted for a response without a refresh token', async () => {
    const { body, remembered } = await refreshTwice({
      beforeIssue: (issuance, { grantType }) => ({
        ...issuance,
        refreshable: grantType !== 'refresh_token',
      }),
    });
    expect(body).not.toHaveProperty('refresh_token');
    expect(remembered).toMatch(/^[\w-]{150,}$/);
  });

  it.each(['{}', '{"nonce":1}', '{"nonce":"n"}', '{"nonce":"n","fingerprint":null}', 'other', ''])(
    'gives no response to a retry if it is damaged to %j',
    async (remembered) => {
      const { startGrant, requestRefresh } = refreshServer({}, (store) => ({
        ...store,
        get: async (id) => {
          const record = await store.get(id);
          if (record?.data.spentAt === undefined) return record;
          return { ...record, data: { ...record.data, rememberedResponse: remembered } };
        },
      }));
      const token = (await startGrant()).body['refresh_token'];
      await requestRefresh(token);
      expect((await requestRefresh(token)).body).toMatchObject({ error: 'invalid_grant' });
    },
  );
});
