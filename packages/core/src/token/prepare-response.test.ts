import { describe, expect, it } from 'vitest';
import type { Issuance } from '../contract/grant.js';
import type { Plugin } from '../contract/plugin.js';
import type { ServerOptions } from '../contract/server-options.js';
import { bodyOf, textOf } from '../testing-support/requests.js';
import { serve, start } from '../testing-support/serve.js';
import { defineGrant } from './define-grant.js';

const form = 'grant_type=client_credentials';

/** A plugin whose grant always decides the same. */
function granting(issuance: Issuance): Plugin {
  return defineGrant({
    name: 'granting',
    grants: { client_credentials: { handle: () => issuance } },
  });
}

const full: Issuance = {
  subject: 'alice',
  scope: ['read'],
  audience: ['https://api.example'],
  details: { acr: 'high', auth_time: start - 5 },
  refreshable: true,
  response: { extra: 1, access_token: 'mine', token_type: 'mine', expires_in: 9, scope: 'mine' },
};

describe('what a grant authorized', () => {
  it('rests with the access token', async () => {
    const { token, store } = serve({ plugins: [granting(full)] });
    await token(form);
    const [record, ...others] = store.records.values();
    expect(others).toEqual([]);
    expect(record).toMatchObject({
      version: 0,
      kind: 'access_token',
      clientId: 'web',
      subject: 'alice',
      expiresAt: start + 3600,
      data: {
        scope: 'read',
        issuedAt: start,
        audience: ['https://api.example'],
        details: { acr: 'high', auth_time: start - 5 },
      },
    });
    expect(record?.id.startsWith(record.grantId)).toBe(true);
  });

  // [I5]
  it("adds members to the answer, but cannot replace core's", async () => {
    const { token } = serve({ plugins: [granting(full)] });
    const response = await token(form);
    expect(bodyOf(response)).toMatchObject({
      extra: 1,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'read',
    });
    expect(textOf(response, 'access_token')).not.toBe('mine');
  });

  // #151
  it('has no audience that the client chose', async () => {
    const { token, store } = serve();
    await token(
      `${form}&audience=https%3A%2F%2Fother.example&resource=https%3A%2F%2Fother.example`,
    );
    expect(JSON.stringify([...store.records.values()])).not.toContain('other.example');
  });
});

describe('access token lifetime', () => {
  const expires = async (accessTokenLifetime: ServerOptions['accessTokenLifetime']) => {
    const { token, store, events } = serve({ accessTokenLifetime });
    const body = bodyOf(await token(`${form}&scope=write`));
    const [record] = store.records.values();
    return { ...body, lives: record && record.expiresAt - start, hint: events[0]?.hint };
  };

  it('is an hour, or what the server says', async () => {
    expect(await expires(undefined)).toMatchObject({ expires_in: 3600, lives: 3600 });
    expect(await expires(60)).toMatchObject({ expires_in: 60, lives: 60 });
  });

  it('may depend on the request', async () => {
    const seen: unknown[] = [];
    const lifetime: ServerOptions['accessTokenLifetime'] = (request, issuance) => {
      seen.push(request.client.client_id, request.grantType, request.now, issuance.scope);
      return issuance.scope.includes('write') ? 30 : 300;
    };
    expect(await expires(lifetime)).toMatchObject({ expires_in: 30, lives: 30 });
    expect(seen).toEqual(['web', 'client_credentials', start, ['write']]);
  });

  it('ends with what the token is given for', async () => {
    const lives = async (expiresAt: number) => {
      const { token, events } = serve({ plugins: [granting({ scope: [], expiresAt })] });
      const { expires_in, error } = bodyOf(await token(form));
      return { expires_in, error, hint: events[0]?.hint };
    };
    expect(await lives(start + 40)).toMatchObject({ expires_in: 40 });
    expect(await lives(start + 40_000)).toMatchObject({ expires_in: 3600 });
    const late = await lives(start);
    expect(late).toMatchObject({ error: 'server_error', expires_in: undefined });
    expect(late.hint).toContain('expiresAt');
  });

  it.each([0, -1, 1.5, NaN, Infinity])('of %d is nothing to issue by', async (seconds) => {
    const answer = await expires(() => seconds);
    expect(answer).toMatchObject({ error: 'server_error', lives: undefined });
    expect(answer.hint).toContain('accessTokenLifetime');
  });
});

describe('token generators', () => {
  it('make the text, behind the id of the grant', async () => {
    const { token, store } = serve({ accessTokenGenerator: () => `my.token-${'x'.repeat(20)}` });
    const text = textOf(await token(form), 'access_token');
    const [record] = store.records.values();
    expect(text).toBe(`${record?.grantId}my.token-${'x'.repeat(20)}`);
  });

  it("get the server's randomness and may take their time", async () => {
    const random = (bytes: number) => 'r'.repeat(Math.ceil((bytes * 4) / 3));
    const { token } = serve({
      random,
      accessTokenGenerator: async (context) => `p_${context.random(24)}`,
    });
    expect(textOf(await token(form), 'access_token')).toBe(`${'r'.repeat(16)}p_${'r'.repeat(32)}`);
  });

  it.each([
    ['nothing', ''],
    ['less than 128 bits', 'x'.repeat(21)],
    ['too much', 'x'.repeat(5000)],
    ['a space', `${'x'.repeat(30)} `],
    ['a quote', `${'x'.repeat(30)}"`],
    ['a non-ASCII character', `${'x'.repeat(30)}é`],
  ])('that make %s issue nothing and say why', async (_, made) => {
    const { token, events, store } = serve({ accessTokenGenerator: () => made });
    const response = await token(form);
    expect(response.status).toBe(500);
    expect(bodyOf(response)).toMatchObject({ error: 'server_error' });
    expect(events).toMatchObject([{ type: 'request.failed', reason: 'token.unusable' }]);
    expect(events[0]?.hint).toContain('22 to 4000');
    expect(store.records.size).toBe(0);
  });

  it.each([
    ['too little', () => 'a'],
    ['other characters', (bytes: number) => 'é '.repeat(bytes)],
  ])('are not needed for this: an option random that gives %s does the same', async (_, random) => {
    const { token, events, store } = serve({ random });
    expect((await token(form)).status).toBe(500);
    expect(events).toMatchObject([{ type: 'request.failed', reason: 'token.unusable' }]);
    expect(store.records.size).toBe(0);
  });

  it('make refresh tokens too', async () => {
    const { token } = serve({
      plugins: [
        granting(full),
        { name: 'r', refreshTokens: () => ({ expiresAt: start + 9, data: {} }) },
      ],
      refreshTokenGenerator: () => `refresh-${'y'.repeat(20)}`,
    });
    expect(textOf(await token(form), 'refresh_token')).toMatch(/^.{16}refresh-y{20}$/);
  });
});

describe('a refresh token', () => {
  const policy = (result: ReturnType<NonNullable<Plugin['refreshTokens']>>): Plugin => ({
    name: 'policy',
    refreshTokens: () => result,
  });

  it('goes with what may be refreshed, in the same grant', async () => {
    const granted = policy({ expiresAt: start + 900, data: { until: start + 9000 } });
    const { token, store } = serve({ plugins: [granting(full), granted] });
    const body = bodyOf(await token(form));
    expect(body).toHaveProperty('refresh_token');
    const [access, refresh] = store.records.values();
    expect(refresh).toMatchObject({
      kind: 'refresh_token',
      grantId: access?.grantId,
      subject: 'alice',
      expiresAt: start + 900,
      data: { scope: 'read', issuedAt: start, until: start + 9000, details: { acr: 'high' } },
    });
  });

  it('needs the policy to say yes', async () => {
    const { token, store } = serve({ plugins: [granting(full), policy(undefined)] });
    expect(bodyOf(await token(form))).not.toHaveProperty('refresh_token');
    expect(store.records.size).toBe(1);
  });

  it('needs a policy and a grant that allows it', async () => {
    const granted = policy({ expiresAt: start + 900, data: {} });
    const { refreshable, ...never } = full;
    expect(refreshable).toBe(true);
    for (const plugins of [[granting(full)], [granting(never), granted]])
      expect(bodyOf(await serve({ plugins }).token(form))).not.toHaveProperty('refresh_token');
  });
});
