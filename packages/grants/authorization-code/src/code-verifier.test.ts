import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { challenge, codeServer, verifier, type CodeServer } from '../test/code-server.js';

const digest = (text: string) => createHash('sha256').update(text).digest('base64url');

/** Redeems a new code, whose challenge was made of one verifier, with another one. */
async function redeemWithVerifier(
  { requestCode, redeemCode }: CodeServer,
  original: string,
  sent: string | undefined,
) {
  const query = { code_challenge: digest(original), code_challenge_method: 'S256' };
  return redeemCode(await requestCode(query), { code_verifier: sent });
}

it('a code is redeemed with the verifier of its challenge', async () => {
  const { requestCode, redeemCode } = codeServer();
  expect((await redeemCode(await requestCode())).status).toBe(200);
});

// #74
describe('a code_verifier (RFC 7636 section 4.1)', () => {
  it.each([
    [42, 400],
    [43, 200],
    [128, 200],
    [129, 400],
  ])('of %d characters is answered with %d', async (length, status) => {
    const long = 'a'.repeat(length);
    expect((await redeemWithVerifier(codeServer(), long, long)).status).toBe(status);
  });

  it('has only unreserved characters', async () => {
    const all = 'ABCXYZabcxyz0123456789-._~'.repeat(2);
    expect((await redeemWithVerifier(codeServer(), all, all)).status).toBe(200);
    for (const character of ['+', '/', '=', ' ', 'é', '\n']) {
      const text = all + character;
      expect((await redeemWithVerifier(codeServer(), text, text)).body['error']).toBe(
        'invalid_grant',
      );
    }
  });
});

describe('a redemption with a wrong code_verifier', () => {
  it.each([
    // [F5] #70
    ['no verifier', undefined, 'code_verifier.missing'],
    // #70
    ['an empty verifier', '', 'code_verifier.missing'],
    // [F5]
    ['a different verifier', 'b'.repeat(43), 'code_verifier.mismatch'],
    // #76
    ['the challenge itself', challenge, 'code_verifier.mismatch'],

    ['the verifier in capitals', verifier.toUpperCase(), 'code_verifier.mismatch'],
    ['the verifier with one more character', `${verifier}a`, 'code_verifier.mismatch'],
  ])('is refused with invalid_grant: %s', async (_, code_verifier, reason) => {
    const { requestCode, redeemCode, events } = codeServer();
    const response = await redeemCode(await requestCode(), { code_verifier });
    expect(response.status).toBe(400);
    expect(response.body['error']).toBe('invalid_grant');
    expect(events.of('request.refused')).toMatchObject([{ reason, clientId: 'app' }]);
  });

  // #73
  it.each([undefined, '', 'b'.repeat(43)])(
    'spends the code, so that the right verifier gets nothing afterwards: %j',
    async (code_verifier) => {
      const { requestCode, redeemCode, clock, events } = codeServer();
      const code = await requestCode();
      await redeemCode(code, { code_verifier });
      expect((await redeemCode(code)).body['error']).toBe('invalid_grant');
      clock.advance(11);
      expect((await redeemCode(code)).body['error']).toBe('invalid_grant');
      expect(events.of('token.issued')).toEqual([]);
    },
  );

  it('is refused for every other verifier, and the right one is accepted', async () => {
    const oneServer = codeServer();
    const unreserved = fc.stringMatching(/^[A-Za-z0-9\-._~]{43,128}$/);
    await fc.assert(
      fc.asyncProperty(unreserved, unreserved, async (original, sent) => {
        const { status } = await redeemWithVerifier(oneServer, original, sent);
        expect(status).toBe(original === sent ? 200 : 400);
        expect((await redeemWithVerifier(oneServer, original, original)).status).toBe(200);
      }),
    );
  });
});

describe('a code of a request without PKCE', () => {
  const optional = { requirePkce: false };
  const withoutPkce = { code_challenge: undefined, code_challenge_method: undefined };

  // [F8] #71
  it('is refused with a code_verifier (RFC 9700 section 4.8.2)', async () => {
    const { requestCode, redeemCode, events } = codeServer(optional);
    expect((await redeemCode(await requestCode(withoutPkce))).body['error']).toBe('invalid_grant');
    expect(events.of('request.refused')[0]?.reason).toBe('code_verifier.mismatch');
  });

  it('is redeemed without a code_verifier', async () => {
    const { requestCode, redeemCode } = codeServer(optional);
    const response = await redeemCode(await requestCode(withoutPkce), { code_verifier: undefined });
    expect(response.status).toBe(200);
  });
});

// #77
describe('a damaged record of a code', () => {
  /** Wraps a store so that it returns records with some members of their data changed. */
  const damageRecords =
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
    ['challenge', { challenge: undefined }],
    ['challengeMethod', { challengeMethod: undefined }],
    ['challenge and challengeMethod', { challenge: undefined, challengeMethod: undefined }],
    ['redirectUri', { redirectUri: undefined }],
    ['redirectUriGiven', { redirectUriGiven: undefined }],
  ])('without %s cannot be redeemed, with or without a code_verifier', async (_, change) => {
    for (const requirePkce of [true, false])
      for (const code_verifier of [verifier, undefined]) {
        const { requestCode, redeemCode } = codeServer(
          { requirePkce },
          { wrapStore: damageRecords(change) },
        );
        const response = await redeemCode(await requestCode(), { code_verifier });
        expect(response.body['error']).toBe('invalid_grant');
      }
  });

  // [F6]
  it('with a challenge but no method cannot be redeemed', async () => {
    const { requestCode, redeemCode } = codeServer(
      {},
      { wrapStore: damageRecords({ challengeMethod: null }) },
    );
    expect((await redeemCode(await requestCode())).body['error']).toBe('invalid_grant');
  });

  // [F6]
  it('with an unknown method is answered with server_error', async () => {
    const { requestCode, redeemCode, events } = codeServer(
      {},
      { wrapStore: damageRecords({ challengeMethod: 'S1' }) },
    );
    const response = await redeemCode(await requestCode());
    expect(response).toMatchObject({ status: 500, body: { error: 'server_error' } });
    expect(events.of('request.failed')[0]?.reason).toBe('code_challenge_method.unknown');
  });

  // [F7]
  it('without PKCE cannot be redeemed by a client that has to use PKCE', async () => {
    const wrapStore = damageRecords({ challenge: null, challengeMethod: null });
    for (const code_verifier of [verifier, undefined]) {
      const { requestCode, redeemCode } = codeServer({}, { wrapStore });
      const response = await redeemCode(await requestCode(), { code_verifier });
      expect(response.body['error']).toBe('invalid_grant');
    }
  });
});

// #79
it('a code_verifier does not replace client authentication (RFC 6749 section 3.2.1)', async () => {
  const { requestCode, redeemCode, app, web } = codeServer();
  const code = await requestCode({ client_id: 'web' });
  const response = await redeemCode(code, { client_id: 'web' }, app);
  expect(response).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  expect((await redeemCode(code, {}, web)).status).toBe(200);
});
