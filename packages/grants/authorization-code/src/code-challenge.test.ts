import { describe, expect, it } from 'vitest';
import { isPublicClient } from '@oauth/core';
import { challenge, codeServer, issuer, pkce, type Query } from '../test/code-server.js';

const withoutPkce = { code_challenge: undefined, code_challenge_method: undefined };

async function requestRefusal(query: Query, options = {}) {
  const { authorize, events } = codeServer(options);
  const { error, iss, state, code } = await authorize({ state: 's', ...query });
  expect({ iss, state, code }).toEqual({ iss: issuer, state: 's', code: undefined });
  return { error, reason: events.all[0]?.reason };
}

const missing = { error: 'invalid_request', reason: 'code_challenge.missing' };
const unsupported = { error: 'invalid_request', reason: 'code_challenge_method.unsupported' };
const malformed = { error: 'invalid_request', reason: 'code_challenge.malformed' };

describe('an authorization request without a code_challenge', () => {
  // [F4] [M6] #64
  it.each(['app', 'web'])(
    'is refused for the client %s, public or confidential',
    async (client_id) => {
      expect(await requestRefusal({ ...withoutPkce, client_id })).toEqual(missing);
      expect(await requestRefusal({ client_id, code_challenge: '' })).toEqual(missing);
    },
  );

  // #64
  it('is accepted where requirePkce does not require one of the client', async () => {
    const { authorize } = codeServer({ requirePkce: false });
    expect(await authorize(withoutPkce)).toHaveProperty('code');
    const forPublicClients = codeServer({ requirePkce: isPublicClient });
    expect(await forPublicClients.authorize({ ...withoutPkce, client_id: 'web' })).toHaveProperty(
      'code',
    );
    expect((await forPublicClients.authorize(withoutPkce))['error']).toBe('invalid_request');
  });

  // #67
  it('is refused if it has a code_challenge_method, because the challenge got lost', async () => {
    const query = { ...withoutPkce, code_challenge_method: 'S256' };
    expect(await requestRefusal(query)).toEqual(missing);
    expect(await requestRefusal(query, { requirePkce: false })).toEqual(missing);
  });
});

describe('the code_challenge_method', () => {
  // [F2] [F3] [M6] #65
  it.each(['plain', undefined, '', 's256', 'S512', '__proto__', 'S256 plain'])(
    'is refused as %j',
    async (code_challenge_method) => {
      expect(await requestRefusal({ code_challenge_method })).toEqual(unsupported);
    },
  );

  // [F1] [F2] #65
  it('may be plain, the default of RFC 7636, with allowPlainPkce', async () => {
    const { authorize, requestCode, redeemCode } = codeServer({ allowPlainPkce: true });
    for (const code_challenge_method of ['plain', undefined]) {
      const plain = { code_challenge: 'a'.repeat(43), code_challenge_method };
      const right = await redeemCode(await requestCode(plain), { code_verifier: 'a'.repeat(43) });
      expect(right.status).toBe(200);
      const wrong = await redeemCode(await requestCode(plain), { code_verifier: 'a'.repeat(44) });
      expect(wrong.body['error']).toBe('invalid_grant');
    }
    expect((await authorize({ code_challenge_method: 'S512' }))['error']).toBe('invalid_request');
  });

  // #80
  it('is listed in the metadata, plain only with allowPlainPkce', () => {
    const getMetadata = (allowPlainPkce: boolean) => {
      const { server } = codeServer({ allowPlainPkce });
      return server.plugins.map(({ metadata }) => metadata?.(server.context));
    };
    expect(getMetadata(false)[0]).toEqual({ code_challenge_methods_supported: ['S256'] });
    expect(getMetadata(true)[0]).toEqual({ code_challenge_methods_supported: ['S256', 'plain'] });
  });
});

// [F9] #68
describe('a code_challenge (RFC 7636 section 4.2)', () => {
  it.each([
    ['of 1 character', 'a'],
    ['of 42 characters', challenge.slice(1)],
    ['of 44 characters', `${challenge}a`],
    ['of 129 characters', 'a'.repeat(129)],
    ['with =', `${challenge.slice(1)}=`],
    ['with +', `${challenge.slice(1)}+`],
    ['with /', `${challenge.slice(1)}/`],
    ['with a line feed', `${challenge}\n`],
    ['with a letter outside of ASCII', `${challenge.slice(1)}é`],
  ])('%s is refused for S256', async (_, code_challenge) => {
    expect(await requestRefusal({ ...pkce, code_challenge })).toEqual(malformed);
  });

  it.each([
    [1, malformed],
    [42, malformed],
    [129, malformed],
  ])('of %d characters is refused for plain', async (length, expected) => {
    const query = { code_challenge: 'a'.repeat(length), code_challenge_method: 'plain' };
    expect(await requestRefusal(query, { allowPlainPkce: true })).toEqual(expected);
  });

  it.each([43, 128])('of %d characters is accepted for plain', async (length) => {
    const { authorize } = codeServer({ allowPlainPkce: true });
    const query = { code_challenge: '~'.repeat(length), code_challenge_method: 'plain' };
    expect(await authorize(query)).toHaveProperty('code');
  });
});
