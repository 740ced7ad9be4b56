import { describe, expect, it } from 'vitest';
import type { Change, Hooks, ServerOptions, Store, TokenGenerator } from '@oauth/core';
import { refreshServer, textOf } from '../test/refresh-server.js';

/** A refresh and its repeat: what was answered, and all that store and events saw of it. */
async function repeated(hooks: Hooks = {}, more: Partial<ServerOptions> = {}) {
  const changes: Change[] = [];
  const recording = (store: Store): Store => ({
    ...store,
    commit: (all) => {
      changes.push(...all);
      return store.commit(all);
    },
  });
  const { begin, use, events, live } = refreshServer({}, recording, hooks, more);
  const before = (await begin()).body;
  const { body } = await use(before['refresh_token']);
  const again = await use(before['refresh_token']);
  expect(again.body).toEqual(body);
  expect(again.text).toBe(JSON.stringify(body));
  const spent = changes.flatMap((change) => (change.type === 'update' ? [change.record] : []));
  const kept = textOf(spent[0]?.data['rememberedResponse']);
  return { before, body, kept, live, seen: JSON.stringify([changes, events.all]) };
}

// #92
describe('what is kept for repeats', () => {
  it('opens nothing: of tokens that can be made again it is a nonce', async () => {
    const { before, body, kept, seen } = await repeated();
    for (const { access_token, refresh_token } of [before, body])
      for (const token of [access_token, refresh_token])
        expect(seen).not.toContain(textOf(token).slice(16));
    expect(kept).toMatch(
      /^{"nonce":"[\w-]{43}","fingerprint":"","token_type":"Bearer","expires_in":3600,"scope":"read write"}$/,
    );
  });

  it('makes other tokens of the same token, each time it is not a repeat', async () => {
    // The store loses the first commit: the grant decides anew.
    const tried: unknown[] = [];
    const { begin, use } = refreshServer({}, (store) => ({
      ...store,
      commit: (changes) => {
        const inserted = changes.flatMap((one) => (one.type === 'insert' ? [one.record.id] : []));
        if (changes[0]?.type !== 'update') return store.commit(changes);
        tried.push(...inserted);
        return tried.length === inserted.length
          ? { committed: false, lost: changes[0].record.id }
          : store.commit(changes);
      },
    }));
    expect((await use((await begin()).body['refresh_token'])).status).toBe(200);
    expect(new Set(tried).size).toBe(4);
  });

  const generator: TokenGenerator = ({ random }) => `made.${random(24)}`;
  const sealed: readonly { what: string; hooks?: Hooks; more?: Partial<ServerOptions> }[] = [
    {
      what: 'a member that a hook adds',
      hooks: { beforeTokenResponse: (body) => ({ ...body, id_token: 'made.secret' }) },
    },
    {
      what: 'an access token that a hook changes',
      hooks: { beforeTokenResponse: (body) => ({ ...body, access_token: 'made.secret' }) },
    },
    { what: 'access tokens of a generator', more: { accessTokenGenerator: generator } },
    { what: 'refresh tokens of a generator', more: { refreshTokenGenerator: generator } },
  ];
  it.each(sealed)('is sealed with $what', async ({ hooks, more }) => {
    const { kept, body, seen } = await repeated(hooks, more);
    expect(JSON.stringify(body)).toContain('made.');
    expect(seen).not.toContain('made.');
    expect(kept).toMatch(/^[\w-]{200,}$/);
  });

  it('repeats a response that brings no refresh token', async () => {
    const { body, kept } = await repeated({
      beforeIssue: (issuance, { grantType }) => ({
        ...issuance,
        refreshable: grantType !== 'refresh_token',
      }),
    });
    expect(body).not.toHaveProperty('refresh_token');
    expect(kept).toMatch(/^[\w-]{150,}$/);
  });

  it.each(['{}', '{"nonce":1}', '{"nonce":"n"}', '{"nonce":"n","fingerprint":null}', 'other', ''])(
    'a row that says %s instead opens nothing',
    async (remembered) => {
      const { begin, use } = refreshServer({}, (store) => ({
        ...store,
        get: async (id) => {
          const record = await store.get(id);
          if (record?.data.spentAt === undefined) return record;
          return { ...record, data: { ...record.data, rememberedResponse: remembered } };
        },
      }));
      const token = (await begin()).body['refresh_token'];
      await use(token);
      expect((await use(token)).body).toMatchObject({ error: 'invalid_grant' });
    },
  );
});
