import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { challenge, codeServer, verifier, type CodeServer } from '../test/code-server.js';

const digest = (text: string) => createHash('sha256').update(text).digest('base64url');

/** Redeems a fresh code whose challenge answers to one verifier, with another. */
async function redeemWith({ code, redeem }: CodeServer, own: string, sent: string | undefined) {
  const query = { code_challenge: digest(own), code_challenge_method: 'S256' };
  return redeem(await code(query), { code_verifier: sent });
}

it('the right verifier gets tokens', async () => {
  const { code, redeem } = codeServer();
  expect((await redeem(await code())).status).toBe(200);
});

// #74
describe('its length (RFC 7636 section 4.1)', () => {
  it.each([
    [42, 400],
    [43, 200],
    [128, 200],
    [129, 400],
  ])('%d characters: %d', async (length, status) => {
    const long = 'a'.repeat(length);
    expect((await redeemWith(codeServer(), long, long)).status).toBe(status);
  });

  it('its characters', async () => {
    const all = 'ABCXYZabcxyz0123456789-._~'.repeat(2);
    expect((await redeemWith(codeServer(), all, all)).status).toBe(200);
    for (const one of ['+', '/', '=', ' ', 'é', '\n']) {
      const text = all + one;
      expect((await redeemWith(codeServer(), text, text)).body['error']).toBe('invalid_grant');
    }
  });
});

describe('what is no answer to the challenge', () => {
  it.each([
    // [F5] #70
    ['none', undefined, 'code_verifier.missing'],
    // #70
    ['an empty one', '', 'code_verifier.missing'],
    // [F5]
    ['another', 'b'.repeat(43), 'code_verifier.mismatch'],
    // #76
    ['the challenge itself', challenge, 'code_verifier.mismatch'],

    ['one in capitals', verifier.toUpperCase(), 'code_verifier.mismatch'],
    ['one that goes on', `${verifier}a`, 'code_verifier.mismatch'],
  ])('%s', async (_, code_verifier, reason) => {
    const { code, redeem, events } = codeServer();
    const response = await redeem(await code(), { code_verifier });
    expect(response.status).toBe(400);
    expect(response.body['error']).toBe('invalid_grant');
    expect(events.of('request.refused')).toMatchObject([{ reason, clientId: 'app' }]);
  });

  // #73
  it.each([undefined, '', 'b'.repeat(43)])(
    '%s spends the code: the right one is too late then, and gets nothing',
    async (code_verifier) => {
      const { code, redeem, clock, events } = codeServer();
      const one = await code();
      await redeem(one, { code_verifier });
      expect((await redeem(one)).body['error']).toBe('invalid_grant');
      clock.advance(11);
      expect((await redeem(one)).body['error']).toBe('invalid_grant');
      expect(events.of('token.issued')).toEqual([]);
    },
  );

  it('any text but the right one', async () => {
    const served = codeServer();
    const unreserved = fc.stringMatching(/^[A-Za-z0-9\-._~]{43,128}$/);
    await fc.assert(
      fc.asyncProperty(unreserved, unreserved, async (own, sent) => {
        const { status } = await redeemWith(served, own, sent);
        expect(status).toBe(own === sent ? 200 : 400);
        expect((await redeemWith(served, own, own)).status).toBe(200);
      }),
    );
  });
});

describe('a code without a challenge', () => {
  const optional = { requirePkce: false };
  const none = { code_challenge: undefined, code_challenge_method: undefined };

  // [F8] #71
  it('is not for those who have a verifier (RFC 9700 section 4.8.2)', async () => {
    const { code, redeem, events } = codeServer(optional);
    expect((await redeem(await code(none))).body['error']).toBe('invalid_grant');
    expect(events.of('request.refused')[0]?.reason).toBe('code_verifier.mismatch');
  });

  it('is redeemed without one', async () => {
    const { code, redeem } = codeServer(optional);
    const response = await redeem(await code(none), { code_verifier: undefined });
    expect(response.status).toBe(200);
  });
});

// #77
describe('what the store returns', () => {
  /** A store that returns codes with some members of their data changed. */
  const altering =
    (change: Readonly<Record<string, string | null | undefined>>) =>
    (store: Store): Store => ({
      get: async (id) => {
        const record = await store.get(id);
        return record && { ...record, data: { ...record.data, ...change } };
      },
      commit: (changes) => store.commit(changes),
      revoke: (target) => store.revoke(target),
      purge: (now, limit) => store.purge(now, limit),
    });

  it.each([
    ['the challenge', { challenge: undefined }],
    ['the method', { challengeMethod: undefined }],
    ['both', { challenge: undefined, challengeMethod: undefined }],
    ['the redirect URI', { redirectUri: undefined }],
    ['whether it was given', { redirectUriGiven: undefined }],
  ])('without %s is not taken for a code that had none', async (_, change) => {
    for (const requirePkce of [true, false])
      for (const code_verifier of [verifier, undefined]) {
        const { code, redeem } = codeServer({ requirePkce }, { wrap: altering(change) });
        const response = await redeem(await code(), { code_verifier });
        expect(response.body['error']).toBe('invalid_grant');
      }
  });

  // [F6]
  it('a stored challenge without a method answers to nothing', async () => {
    const { code, redeem } = codeServer({}, { wrap: altering({ challengeMethod: null }) });
    expect((await redeem(await code())).body['error']).toBe('invalid_grant');
  });

  // [F6]
  it('with a method that nobody knows is a fault of the server', async () => {
    const { code, redeem, events } = codeServer({}, { wrap: altering({ challengeMethod: 'S1' }) });
    const response = await redeem(await code());
    expect(response).toMatchObject({ status: 500, body: { error: 'server_error' } });
    expect(events.of('request.failed')[0]?.reason).toBe('code_challenge_method.unknown');
  });

  // [F7]
  it('a code without a challenge is none that a client which needs one was given', async () => {
    const wrap = altering({ challenge: null, challengeMethod: null });
    for (const code_verifier of [verifier, undefined]) {
      const { code, redeem } = codeServer({}, { wrap });
      const response = await redeem(await code(), { code_verifier });
      expect(response.body['error']).toBe('invalid_grant');
    }
  });
});

// #79
it('a verifier is no client authentication (RFC 6749 section 3.2.1)', async () => {
  const { code, redeem, app, web } = codeServer();
  const one = await code({ client_id: 'web' });
  const response = await redeem(one, { client_id: 'web' }, app);
  expect(response).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  expect((await redeem(one, {}, web)).status).toBe(200);
});
