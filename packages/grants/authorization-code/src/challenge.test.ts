import { describe, expect, it } from 'vitest';
import { isPublicClient } from '@oauth/core';
import { challenge, codeServer, issuer, s256, type Query } from '../test/code-server.js';

const none = { code_challenge: undefined, code_challenge_method: undefined };

async function refusal(query: Query, options = {}) {
  const { authorize, events } = codeServer(options);
  const { error, iss, state, code } = await authorize({ state: 's', ...query });
  expect({ iss, state, code }).toEqual({ iss: issuer, state: 's', code: undefined });
  return { error, reason: events.all[0]?.reason };
}

const missing = { error: 'invalid_request', reason: 'code_challenge.missing' };
const unsupported = { error: 'invalid_request', reason: 'code_challenge_method.unsupported' };
const malformed = { error: 'invalid_request', reason: 'code_challenge.malformed' };

describe('which requests need a challenge', () => {
  // [F4] [M6] #64
  it.each(['app', 'web'])('that of %s, a client like any other', async (client_id) => {
    expect(await refusal({ ...none, client_id })).toEqual(missing);
    expect(await refusal({ client_id, code_challenge: '' })).toEqual(missing);
  });

  // #64
  it('none where it is turned off, or not for this client', async () => {
    const { authorize } = codeServer({ requirePkce: false });
    expect(await authorize(none)).toHaveProperty('code');
    const some = codeServer({ requirePkce: isPublicClient });
    expect(await some.authorize({ ...none, client_id: 'web' })).toHaveProperty('code');
    expect((await some.authorize(none))['error']).toBe('invalid_request');
  });

  // #67
  it('a method without a challenge says that one got lost', async () => {
    const query = { ...none, code_challenge_method: 'S256' };
    expect(await refusal(query)).toEqual(missing);
    expect(await refusal(query, { requirePkce: false })).toEqual(missing);
  });
});

describe('which methods there are', () => {
  // [F2] [F3] [M6] #65
  it.each(['plain', undefined, '', 's256', 'S512', '__proto__', 'S256 plain'])(
    '%s is none',
    async (code_challenge_method) => {
      expect(await refusal({ code_challenge_method })).toEqual(unsupported);
    },
  );

  // [F1] [F2] #65
  it('plain, also by leaving it out, is for those who allow it', async () => {
    const { authorize, code, redeem } = codeServer({ allowPlainPkce: true });
    for (const code_challenge_method of ['plain', undefined]) {
      const plain = { code_challenge: 'a'.repeat(43), code_challenge_method };
      const right = await redeem(await code(plain), { code_verifier: 'a'.repeat(43) });
      expect(right.status).toBe(200);
      const wrong = await redeem(await code(plain), { code_verifier: 'a'.repeat(44) });
      expect(wrong.body['error']).toBe('invalid_grant');
    }
    expect((await authorize({ code_challenge_method: 'S512' }))['error']).toBe('invalid_request');
  });

  // #80
  it('S256 and no other, unless plain is allowed', () => {
    const advertised = (allowPlainPkce: boolean) => {
      const { server } = codeServer({ allowPlainPkce });
      return server.plugins.map(({ metadata }) => metadata?.(server.context));
    };
    expect(advertised(false)[0]).toEqual({ code_challenge_methods_supported: ['S256'] });
    expect(advertised(true)[0]).toEqual({ code_challenge_methods_supported: ['S256', 'plain'] });
  });
});

// [F9] #68
describe('what a challenge looks like (RFC 7636 section 4.2)', () => {
  it.each([
    ['1 character', 'a'],
    ['42', challenge.slice(1)],
    ['44', `${challenge}a`],
    ['129', 'a'.repeat(129)],
    ['=', `${challenge.slice(1)}=`],
    ['+', `${challenge.slice(1)}+`],
    ['/', `${challenge.slice(1)}/`],
    ['a line feed', `${challenge}\n`],
    ['a letter of elsewhere', `${challenge.slice(1)}é`],
  ])('S256 with %s is refused', async (_, code_challenge) => {
    expect(await refusal({ ...s256, code_challenge })).toEqual(malformed);
  });

  it.each([
    [1, malformed],
    [42, malformed],
    [129, malformed],
  ])('plain of %d characters is refused', async (length, expected) => {
    const query = { code_challenge: 'a'.repeat(length), code_challenge_method: 'plain' };
    expect(await refusal(query, { allowPlainPkce: true })).toEqual(expected);
  });

  it.each([43, 128])('plain of %d characters is good', async (length) => {
    const { authorize } = codeServer({ allowPlainPkce: true });
    const query = { code_challenge: '~'.repeat(length), code_challenge_method: 'plain' };
    expect(await authorize(query)).toHaveProperty('code');
  });
});
