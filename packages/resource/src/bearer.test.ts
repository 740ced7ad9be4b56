import { describe, expect, it } from 'vitest';
import { resource } from '../test/issuer.js';
import { bearer, challengeOf, posted, protectedApi, withHeader } from '../test/protected-api.js';

const everywhere = { bearerIn: { body: true, query: true } };

describe('the Authorization header', () => {
  // #181
  it.each(['bearer', 'BEARER', 'Bearer', 'bEaReR'])('takes %s', async (scheme) => {
    const { accepted, issue } = protectedApi();
    const { access } = await issue();
    expect(await accepted(withHeader(`${scheme} ${access}`))).toMatchObject({ subject: 'alice' });
    expect(await accepted(withHeader(`${scheme}   ${access}`))).toMatchObject({ clientId: 'app' });
  });

  // [I10] #182
  it.each([
    ['nothing', 'Bearer'],
    ['spaces', 'Bearer   '],
    ['two words', 'Bearer TOKEN b'],
    ['a list', 'Bearer TOKEN,b'],
    ['two headers', 'Bearer TOKEN, Bearer TOKEN'],
    ['another scheme behind', 'Bearer TOKEN, Basic YTpi'],
    ['a comma first', 'Bearer,TOKEN'],
    ['quotes', 'Bearer "TOKEN"'],
    ['a parameter', 'Bearer token=TOKEN;x'],
    ['a tab', 'Bearer\tTOKEN'],
    ['a control character', 'Bearer TOKEN\u0001'],
    ['latin 1', 'Bearer TOKEN\u00e9'],
    ['= inside', 'Bearer a=b'],
    ['100 KB', `Bearer ${'a'.repeat(100_000)}`],
  ])('refuses %s as malformed', async (_, header) => {
    const { refused, issue } = protectedApi();
    const { access } = await issue();
    const response = await refused(withHeader(header.replaceAll('TOKEN', access)));
    expect(response.status).toBe(400);
    expect(challengeOf(response)).toContain('error="invalid_request"');
    expect(JSON.parse(response.body)).toMatchObject({ error: 'invalid_request' });
    expect(challengeOf(response) + response.body).not.toContain(access);
  });

  it.each([
    // #191
    ['the token as the password of Basic', (token: string) => `Basic ${btoa(`app:${token}`)}`],
    ['the token as the user of Basic', (token: string) => `Basic ${btoa(`${token}:`)}`],

    ['another scheme', (token: string) => `DPoP ${token}`],
    ['a scheme that begins the same', (token: string) => `BearerX ${token}`],
    ['no scheme', (token: string) => token],
    ['Bearer as the second', (token: string) => `Basic YTpi, Bearer ${token}`],
  ])('%s presents no bearer token', async (_, header) => {
    const { refused, issue } = protectedApi();
    const { access } = await issue();
    const response = await refused(withHeader(header(access)));
    expect(response).toMatchObject({ status: 401, body: '' });
    expect(challengeOf(response)).not.toContain('error');
  });
});

describe('other places', () => {
  // [I6] [I7]
  it('finds the token in the header, in a form or in the query', async () => {
    const { accepted, issue } = protectedApi(everywhere);
    const { access } = await issue();
    const query = `?access_token=${access}`;
    for (const request of [
      bearer(access),
      posted({ access_token: access }),
      posted({ a: '1', access_token: access }, { headers: { Authorization: 'Basic YTpi' } }),
      new Request(`${resource}${query}`),
      new Request(`${resource}${query}#fragment`),
    ])
      expect(await accepted(request)).toMatchObject({ subject: 'alice', scopes: ['read'] });
  });

  // [I11]
  it('looks at neither form nor query unless told', async () => {
    const { refused, issue } = protectedApi();
    const { access } = await issue();
    for (const request of [
      posted({ access_token: access }),
      new Request(`${resource}?access_token=${access}`),
    ])
      expect(await refused(request)).toMatchObject({ status: 401, body: '' });
  });

  // [I10] #185
  it.each([
    ['header and form', (token: string) => posted({ access_token: token }, authorized(token))],
    ['header and query', (token: string) => bearer(token, `?access_token=${token}`)],
    ['header and an encoded name', (token: string) => bearer(token, `?access%5Ftoken=${token}`)],
    [
      'form and query',
      (token: string) =>
        new Request(`${resource}?access_token=${token}`, {
          method: 'POST',
          body: new URLSearchParams({ access_token: token }),
        }),
    ],
    ['two in the form', (token: string) => posted(`access_token=${token}&access_token=${token}`)],
    [
      'two in the query',
      (token: string) => new Request(`${resource}?access_token=${token}&access_token=x`),
    ],
  ])('refuses %s', async (_, request) => {
    const { refused, issue } = protectedApi(everywhere);
    const { access } = await issue();
    const response = await refused(request(access));
    expect(response.status).toBe(400);
    expect(challengeOf(response)).toContain('error="invalid_request"');
  });

  // [I10] #185
  it('refuses header and query where the query does not count, too', async () => {
    const { refused, issue } = protectedApi();
    const { access } = await issue();
    expect(await refused(bearer(access, `?access_token=${access}`))).toMatchObject({ status: 400 });
  });

  // #187
  it.each([
    ['on PUT', { method: 'PUT' }],
    ['as JSON', { headers: { 'Content-Type': 'application/json' } }],
    ['as multipart', { headers: { 'Content-Type': 'multipart/form-data; boundary=b' } }],
    ['as text', { headers: { 'Content-Type': 'text/plain' } }],
    [
      'as a form of another kind',
      { headers: { 'Content-Type': 'application/x-www-form-urlencoded2' } },
    ],
  ])('does not look at a form %s', async (_, init) => {
    const { refused, issue } = protectedApi(everywhere);
    const { access } = await issue();
    expect(await refused(posted({ access_token: access }, init))).toMatchObject({ status: 401 });
  });

  // #187
  it('does not look at a body of GET', async () => {
    const { api, issue } = protectedApi(everywhere);
    const { access } = await issue();
    const verdict = await api.validateProtectedResourceRequest({
      method: 'GET',
      url: '/profile',
      headers: new Headers({ 'Content-Type': 'application/x-www-form-urlencoded' }),
      text: () => Promise.resolve(`access_token=${access}`),
    });
    expect(verdict).toMatchObject({ ok: false, reason: 'token.missing' });
  });

  it('takes an empty parameter for none', async () => {
    const { accepted, refused, issue } = protectedApi(everywhere);
    const { access } = await issue();
    expect(await accepted(bearer(access, '?access_token='))).toMatchObject({ subject: 'alice' });
    expect(await refused(posted({ access_token: '' }))).toMatchObject({ status: 401, body: '' });
  });

  // #182
  it.each(['a b', 'a,b', '"a"', 'é', 'a'.repeat(8193)])(
    'refuses %j as a parameter',
    async (token) => {
      const { refused } = protectedApi(everywhere);
      expect(await refused(posted({ access_token: token }))).toMatchObject({ status: 400 });
    },
  );

  it.each([
    ['says so', { 'Content-Length': '65537' }, 'access_token=x'],
    ['does not say so', {}, `access_token=x&a=${'a'.repeat(65_537)}`],
  ])('reads no form over 64 KiB that %s', async (_, length, body) => {
    const { api } = protectedApi(everywhere);
    const verdict = await api.validateProtectedResourceRequest({
      method: 'POST',
      url: '/profile',
      headers: new Headers({ 'Content-Type': 'application/x-www-form-urlencoded', ...length }),
      text: () => Promise.resolve(body),
    });
    expect(verdict).toMatchObject({ ok: false, response: { status: 413 } });
  });
});

function authorized(token: string): RequestInit {
  return { headers: { Authorization: `Bearer ${token}` } };
}
