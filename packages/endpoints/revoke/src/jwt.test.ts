import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findToken, definePlugin } from '@oauth/core/plugin';
import { issuer, revokeServer } from '../test/revoke-server.js';

function signed(claims: object, key: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const text = `${encode({ alg: 'HS256', typ: 'at+jwt' })}.${encode(claims)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

/** Access tokens that carry their record's id, as signed ones do. */
const format = definePlugin({
  name: 'signed access tokens',
  accessTokenFormat: {
    create({ grantId }, { random }) {
      const jti = grantId + random(16);
      return { token: signed({ iss: issuer, jti }, 'server key'), id: jti };
    },
    resolveRecordId(token) {
      const jti = jtiOf(token);
      return jti !== undefined && signed({ iss: issuer, jti }, 'server key') === token
        ? jti
        : undefined;
    },
  },
});

function jtiOf(token: string): string | undefined {
  const [, payload = ''] = token.split('.');
  const text = Buffer.from(payload, 'base64url').toString();
  return /"jti":"([\w-]+)"/.exec(text)?.[1];
}

// #214
describe('a token that an attacker made, with the id of a victim’s', () => {
  it.each([
    ['opaque', []],
    ['signed', [format]],
  ])('has no effect where tokens are %s', async (_, plugins) => {
    const { server, tokens, web, other, live, events } = revokeServer({}, { plugins });
    const { access } = await tokens('web');
    const record = await findToken(server.context, access);
    const claims = { iss: issuer, jti: record?.id, client_id: 'other' };
    for (const client of [web, other]) {
      const unsigned = signed(claims, '').replace(/[^.]*$/, '');
      for (const token of [signed(claims, 'attacker’s key'), unsigned])
        expect(await client.post('/revoke', { token })).toMatchObject({ status: 200, text: '' });
    }
    expect(await live(access)).toEqual([true]);
    expect(events.of('token.revoked')).toEqual([]);
  });

  it('and the right one is revoked', async () => {
    const { tokens, web, live } = revokeServer({}, { plugins: [format] });
    const { access, refresh } = await tokens('web');
    expect((await web.post('/revoke', { token: access })).status).toBe(200);
    expect(await live(access, refresh)).toEqual([false, true]);
  });
});
