import { describe, expect, it } from 'vitest';
import type { Client } from '../contract/client.js';
import { attempt, invalid, malformed, success } from '../testing-support/attempt.js';
import { basic, bodyOf, post, rawBasic } from '../testing-support/requests.js';
import { issuer, serve, type Served } from '../testing-support/serve.js';
import { digestSecret } from './client-metadata.js';

const grant_types = ['client_credentials'];
const form = 'grant_type=client_credentials';
const posted = `${form}&client_id=poster&client_secret=poster-secret`;

/** A server with the one client that the test is about. */
function only(client: Client & { client_secret?: string }): Served {
  return serve({ clients: [{ grant_types, ...client }] });
}

describe('client_secret_basic', () => {
  it('lets the client in', async () => {
    expect(await attempt(form, basic('web', 'web-secret'))).toEqual(success);
  });

  it.each(['basic', 'BASIC', 'bAsIc'])('takes the scheme as %s', async (scheme) => {
    const { Authorization = '' } = basic('web', 'web-secret');
    const header = Authorization.replace('Basic', scheme);
    expect(await attempt(form, { Authorization: header })).toEqual(success);
  });

  // #118
  it.each([
    ['a colon', 'a:b', 'c:d'],
    ['a percent sign', 'a%b', '%41'],
    ['a plus sign', 'a+b', 'c+d'],
    ['a space', 'a b', 'c d'],
    ['an é', 'a', 'é€😀'],
    ['an ampersand', 'a&b', 'c=d&e'],
  ])(
    'lets a client in whose credentials have %s, form-encoded',
    async (_, client_id, client_secret) => {
      const served = only({ client_id, client_secret });
      expect(await attempt(form, basic(client_id, client_secret), served)).toEqual(success);
    },
  );

  // #119
  it.each([
    ['a raw colon in the secret', 'c:d:e', 'a:c:d:e'],
    ['a raw non-ASCII secret', 'gehé€im', 'a:gehé€im'],
    ['a raw / and = in the secret', 'b64/==', 'a:b64/=='],
  ])('takes %s, as clients send that do not encode', async (_, client_secret, credentials) => {
    const served = only({ client_id: 'a', client_secret });
    expect(await attempt(form, rawBasic(credentials), served)).toEqual(success);
  });

  // #106
  it.each([
    ['nothing', 'Basic '],
    ['no base64', 'Basic !!!'],
    ['base64url', `Basic ${Buffer.from('a:\u00ff\u00fe\u00ff').toString('base64url')}`],
    ['a cut-off quantum', 'Basic YTpiY'],
    ['too much padding', 'Basic YTpi=='],
    ['only padding', 'Basic =='],
    ['two credentials', 'Basic d2ViOmE=, Basic d2ViOmI='],
    ['no colon', rawBasic('web')['Authorization']],
    ['no client_id', rawBasic(':secret')['Authorization']],
    ['bad percent-encoding', rawBasic('web:%zz')['Authorization']],
    ['a NUL', rawBasic('web:a%00b')['Authorization']],
    ['a raw NUL', rawBasic('web:a\0b')['Authorization']],
    ['broken UTF-8', `Basic ${Buffer.from([119, 58, 0xff, 0xc3]).toString('base64')}`],
  ])('refuses a header with %s', async (_, header = '') => {
    expect(await attempt(form, { Authorization: header })).toEqual(
      invalid('client.malformed_basic'),
    );
  });

  // [M12] #127
  it('names the scheme and the realm when it fails', async () => {
    const { token } = serve();
    const response = await token(form, basic('web', 'wrong'));
    expect(response.headers).toMatchObject({
      'WWW-Authenticate': `Basic realm="${issuer}"`,
      'Cache-Control': 'no-store',
    });
  });
});

describe('client_secret_post', () => {
  it('lets the client in', async () => {
    expect(await attempt(posted)).toEqual(success);
  });

  // #127
  it('fails with a 401', async () => {
    const wrong = posted.replace('poster-secret', 'wrong');
    expect(await attempt(wrong)).toEqual(invalid('client.secret_mismatch'));
  });

  it('needs the client_id', async () => {
    expect(await attempt(`${form}&client_secret=x`)).toEqual(malformed('client_id.missing'));
  });

  // #97
  it('is refused in the URL', async () => {
    const { send, events } = serve();
    const response = await send(post(`/token?${posted}`, ''));
    expect(bodyOf(response)).toMatchObject({ error: 'invalid_request' });
    expect(events).toMatchObject([{ reason: 'request.query_not_allowed' }]);
  });
});

describe('which client it is', () => {
  // #121
  it.each([
    ['the same secret', `${form}&client_id=web&client_secret=web-secret`],
    ['another secret', `${form}&client_id=web&client_secret=other`],
    ['only a secret', `${form}&client_secret=web-secret&client_id=poster`],
  ])('refuses Basic and %s in the body', async (_, body) => {
    const credentials = basic('web', 'web-secret');
    expect(await attempt(body, credentials)).toEqual(malformed('client.two_methods'));
  });

  // [E16] #122
  it.each(['poster', 'app', 'nobody', 'WEB'])(
    'refuses Basic of web with client_id=%s in the body',
    async (other) => {
      const credentials = basic('web', 'web-secret');
      expect(await attempt(`${form}&client_id=${other}`, credentials)).toEqual(
        malformed('client.two_ids'),
      );
    },
  );

  it('takes the same client_id in both', async () => {
    expect(await attempt(`${form}&client_id=web`, basic('web', 'web-secret'))).toEqual(success);
  });

  // [E16]
  it('refuses a request that names none', async () => {
    expect(await attempt(form)).toEqual(invalid('client.missing'));
    expect(await attempt(form, { Authorization: 'Bearer abc' })).toEqual(invalid('client.missing'));
  });
});

describe('the registered method', () => {
  // #124
  it.each([
    ['basic by post', `${form}&client_id=web&client_secret=web-secret`, {}],
    ['basic by nothing', `${form}&client_id=web`, {}],
    ['basic by an empty secret', `${form}&client_id=web&client_secret=`, {}],
    ['post by basic', form, basic('poster', 'poster-secret')],
    // #125
    ['none by an empty Basic', form, basic('app', '')],
    ['none by some Basic', form, basic('app', 'x')],
    ['none by some secret', `${form}&client_id=app&client_secret=x`, {}],
  ])('cannot be changed: %s', async (_, body, headers) => {
    expect(await attempt(body, headers)).toEqual(invalid('client.wrong_method'));
  });

  // #125
  it('gives a public client with an empty client_secret nothing more', async () => {
    expect(await attempt(`${form}&client_id=app&client_secret=`)).toMatchObject({
      error: 'unauthorized_client',
    });
  });
});

const digested = await digestSecret('web-secret');

describe('secrets', () => {
  // #131
  it.each([
    ['truncated', 'web-secre'],
    ['extended', 'web-secret1'],
    ['in another case', 'WEB-SECRET'],
    ['empty', ''],
    ['its own digest', digested],
    ['very long', 'web-secret'.repeat(1000)],
  ])('fail when %s', async (_, secret) => {
    expect(await attempt(form, basic('web', secret))).toEqual(invalid('client.secret_mismatch'));
  });

  // #131
  it('count to their last character, beyond the 72 that bcrypt sees', async () => {
    const client_secret = 'x'.repeat(100);
    const served = only({ client_id: 'web', client_secret });
    const short = basic('web', client_secret.slice(0, 99));
    expect(await attempt(form, short, served)).toEqual(invalid('client.secret_mismatch'));
    expect(await attempt(form, basic('web', client_secret), served)).toEqual(success);
  });

  it('may be several while one replaces the other', async () => {
    const client_secret_digest = [await digestSecret('old'), await digestSecret('new')];
    for (const secret of ['old', 'new'])
      expect(
        await attempt(form, basic('web', secret), only({ client_id: 'web', client_secret_digest })),
      ).toEqual(success);
    const served = only({ client_id: 'web', client_secret_digest });
    expect(await attempt(form, basic('web', 'older'), served)).toMatchObject({ status: 401 });
  });

  it.each([[undefined], [''], [[]]])(
    'fail against a digest of %j',
    async (client_secret_digest) => {
      const find = (): Client => ({ client_id: 'web', grant_types, client_secret_digest });
      for (const secret of ['', 'undefined', '-'.repeat(43)])
        expect(await attempt(form, basic('web', secret), serve({ clients: find }))).toEqual(
          invalid('client.secret_mismatch'),
        );
    },
  );

  // #128
  it('unknown client and wrong secret answer alike', async () => {
    const wrong = serve();
    const unknown = serve();
    expect(await wrong.token(form, basic('web', 'x'))).toEqual(
      await unknown.token(form, basic('nobody', 'x')),
    );
    expect(wrong.events).toMatchObject([{ reason: 'client.secret_mismatch', clientId: 'web' }]);
    expect(unknown.events).toMatchObject([{ reason: 'client.unknown', clientId: 'nobody' }]);
  });

  // #130
  it('each of 1000 guesses is told to who limits them, and none locks the client out', async () => {
    const served = serve();
    for (let guess = 0; guess < 1000; guess += 1)
      expect((await served.token(form, basic('web', `guess-${guess}`))).status).toBe(401);
    const told = served.events.filter(({ reason }) => reason === 'client.secret_mismatch');
    expect(told.filter(({ clientId }) => clientId === 'web')).toHaveLength(1000);
    expect(served.store.records.size).toBe(0);
    expect((await served.token(form, basic('web', 'web-secret'))).status).toBe(200);
  });
});
