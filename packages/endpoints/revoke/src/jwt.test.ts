import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { definePlugin, findToken } from '@oauth/core/plugin';
import { issuer, revokeServer } from '../test/revoke-server.js';

function signToken(claims: object, key: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const text = `${encode({ alg: 'HS256', typ: 'at+jwt' })}.${encode(claims)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

/** Access tokens that carry the id of their record, as JWTs do. */
const signedTokenFormat = definePlugin({
  name: 'signed access tokens',
  accessTokenFormat: {
    create({ grantId }, { random }) {
      const jti = grantId + random(16);
      return { token: signToken({ iss: issuer, jti }, 'server key'), id: jti };
    },
    resolveRecordId(token) {
      const jti = findJti(token);
      return jti !== undefined && signToken({ iss: issuer, jti }, 'server key') === token
        ? jti
        : undefined;
    },
  },
});

function findJti(token: string): string | undefined {
  const [, payload = ''] = token.split('.');
  const text = Buffer.from(payload, 'base64url').toString();
  return /"jti":"([\w-]+)"/.exec(text)?.[1];
}

// #214
describe('a token that an attacker made, with the record id of a real token', () => {
  it.each([
    ['opaque', []],
    ['signed', [signedTokenFormat]],
  ])('does not revoke the real token where tokens are %s', async (_, plugins) => {
    const { server, issueTokens, web, other, areLive, events } = revokeServer({}, { plugins });
    const { access } = await issueTokens('web');
    const record = await findToken(server.context, access);
    const claims = { iss: issuer, jti: record?.id, client_id: 'other' };
    for (const client of [web, other]) {
      const unsigned = signToken(claims, '').replace(/[^.]*$/, '');
      for (const token of [signToken(claims, 'attacker’s key'), unsigned])
        expect(await client.post('/revoke', { token })).toMatchObject({ status: 200, text: '' });
    }
    expect(await areLive(access)).toEqual([true]);
    expect(events.of('token.revoked')).toEqual([]);
  });

  it('leaves the real token revocable by its client', async () => {
    const { issueTokens, web, areLive } = revokeServer({}, { plugins: [signedTokenFormat] });
    const { access, refresh } = await issueTokens('web');
    expect((await web.post('/revoke', { token: access })).status).toBe(200);
    expect(await areLive(access, refresh)).toEqual([false, true]);
  });
});
