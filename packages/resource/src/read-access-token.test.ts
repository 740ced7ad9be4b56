import { describe, expect, it } from 'vitest';
import { resource } from '../test/issuer.js';
import {
  bearerRequest,
  getChallenge,
  formRequest,
  protectedApi,
  requestWithAuthorization,
} from '../test/protected-api.js';

const allPlaces = { allowTokenInBody: true, allowTokenInQuery: true };

describe('a token in the Authorization header', () => {
  // #181
  it.each(['bearer', 'BEARER', 'Bearer', 'bEaReR'])(
    'is accepted with the scheme written %s',
    async (scheme) => {
      const { expectAccess, issueTokens } = protectedApi();
      const { access } = await issueTokens();
      expect(await expectAccess(requestWithAuthorization(`${scheme} ${access}`))).toMatchObject({
        subject: 'alice',
      });
      expect(await expectAccess(requestWithAuthorization(`${scheme}   ${access}`))).toMatchObject({
        clientId: 'app',
      });
    },
  );

  // [I10] #182
  it.each([
    ['no token', 'Bearer'],
    ['spaces only', 'Bearer   '],
    ['two words', 'Bearer TOKEN b'],
    ['a comma', 'Bearer TOKEN,b'],
    ['two headers', 'Bearer TOKEN, Bearer TOKEN'],
    ['a second scheme', 'Bearer TOKEN, Basic YTpi'],
    ['a leading comma', 'Bearer,TOKEN'],
    ['quotes', 'Bearer "TOKEN"'],
    ['an auth-param', 'Bearer token=TOKEN;x'],
    ['a tab', 'Bearer\tTOKEN'],
    ['a control character', 'Bearer TOKEN\u0001'],
    ['a character of Latin-1', 'Bearer TOKEN\u00e9'],
    ['= before its end', 'Bearer a=b'],
    ['100,000 characters', `Bearer ${'a'.repeat(100_000)}`],
  ])('is refused with 400 for %s', async (_, header) => {
    const { expectRefusal, issueTokens } = protectedApi();
    const { access } = await issueTokens();
    const response = await expectRefusal(
      requestWithAuthorization(header.replaceAll('TOKEN', access)),
    );
    expect(response.status).toBe(400);
    expect(getChallenge(response)).toContain('error="invalid_request"');
    expect(JSON.parse(response.body)).toMatchObject({ error: 'invalid_request' });
    expect(getChallenge(response) + response.body).not.toContain(access);
  });

  it.each([
    // #191
    ['the token as the password of Basic', (token: string) => `Basic ${btoa(`app:${token}`)}`],
    ['the token as the user of Basic', (token: string) => `Basic ${btoa(`${token}:`)}`],

    ['the scheme DPoP', (token: string) => `DPoP ${token}`],
    ['a scheme that begins with Bearer', (token: string) => `BearerX ${token}`],
    ['no scheme', (token: string) => token],
    ['Bearer as the second scheme', (token: string) => `Basic YTpi, Bearer ${token}`],
  ])('does not count, for %s', async (_, header) => {
    const { expectRefusal, issueTokens } = protectedApi();
    const { access } = await issueTokens();
    const response = await expectRefusal(requestWithAuthorization(header(access)));
    expect(response).toMatchObject({ status: 401, body: '' });
    expect(getChallenge(response)).not.toContain('error');
  });
});

describe('a token in a form or query', () => {
  // [I6] [I7]
  it('is accepted where the options allow it', async () => {
    const { expectAccess, issueTokens } = protectedApi(allPlaces);
    const { access } = await issueTokens();
    const query = `?access_token=${access}`;
    for (const request of [
      bearerRequest(access),
      formRequest({ access_token: access }),
      formRequest({ a: '1', access_token: access }, { headers: { Authorization: 'Basic YTpi' } }),
      new Request(`${resource}${query}`),
      new Request(`${resource}${query}#fragment`),
    ])
      expect(await expectAccess(request)).toMatchObject({ subject: 'alice', scopes: ['read'] });
  });

  // [I11]
  it('does not count by default', async () => {
    const { expectRefusal, issueTokens } = protectedApi();
    const { access } = await issueTokens();
    for (const request of [
      formRequest({ access_token: access }),
      new Request(`${resource}?access_token=${access}`),
    ])
      expect(await expectRefusal(request)).toMatchObject({ status: 401, body: '' });
  });

  // [I10] #185
  it.each([
    ['header and form', (token: string) => formRequest({ access_token: token }, authorized(token))],
    ['header and query', (token: string) => bearerRequest(token, `?access_token=${token}`)],
    [
      'header and an encoded name',
      (token: string) => bearerRequest(token, `?access%5Ftoken=${token}`),
    ],
    [
      'form and query',
      (token: string) =>
        new Request(`${resource}?access_token=${token}`, {
          method: 'POST',
          body: new URLSearchParams({ access_token: token }),
        }),
    ],
    [
      'two in the form',
      (token: string) => formRequest(`access_token=${token}&access_token=${token}`),
    ],
    [
      'two in the query',
      (token: string) => new Request(`${resource}?access_token=${token}&access_token=x`),
    ],
  ])('is refused beside a second token: %s', async (_, request) => {
    const { expectRefusal, issueTokens } = protectedApi(allPlaces);
    const { access } = await issueTokens();
    const response = await expectRefusal(request(access));
    expect(response.status).toBe(400);
    expect(getChallenge(response)).toContain('error="invalid_request"');
  });

  // [I10] #185
  it('is refused beside a token in the header, also where the query is not allowed', async () => {
    const { expectRefusal, issueTokens } = protectedApi();
    const { access } = await issueTokens();
    expect(await expectRefusal(bearerRequest(access, `?access_token=${access}`))).toMatchObject({
      status: 400,
    });
  });

  // #187
  it.each([
    ['of PUT', { method: 'PUT' }],
    ['of JSON', { headers: { 'Content-Type': 'application/json' } }],
    ['of type multipart', { headers: { 'Content-Type': 'multipart/form-data; boundary=b' } }],
    ['of plain text', { headers: { 'Content-Type': 'text/plain' } }],
    [
      'of a type that begins like that of a form',
      { headers: { 'Content-Type': 'application/x-www-form-urlencoded2' } },
    ],
  ])('does not count in a body %s', async (_, init) => {
    const { expectRefusal, issueTokens } = protectedApi(allPlaces);
    const { access } = await issueTokens();
    expect(await expectRefusal(formRequest({ access_token: access }, init))).toMatchObject({
      status: 401,
    });
  });

  // #187
  it('does not count in the body of GET', async () => {
    const { api, issueTokens } = protectedApi(allPlaces);
    const { access } = await issueTokens();
    const result = await api.validateProtectedResourceRequest({
      method: 'GET',
      url: '/profile',
      headers: new Headers({ 'Content-Type': 'application/x-www-form-urlencoded' }),
      text: () => Promise.resolve(`access_token=${access}`),
    });
    expect(result).toMatchObject({ ok: false, reason: 'token.missing' });
  });

  it('counts as absent when the parameter is empty', async () => {
    const { expectAccess, expectRefusal, issueTokens } = protectedApi(allPlaces);
    const { access } = await issueTokens();
    expect(await expectAccess(bearerRequest(access, '?access_token='))).toMatchObject({
      subject: 'alice',
    });
    expect(await expectRefusal(formRequest({ access_token: '' }))).toMatchObject({
      status: 401,
      body: '',
    });
  });

  // #182
  it.each(['a b', 'a,b', '"a"', 'é', 'a'.repeat(8193)])(
    'is refused with 400 as %j',
    async (token) => {
      const { expectRefusal } = protectedApi(allPlaces);
      expect(await expectRefusal(formRequest({ access_token: token }))).toMatchObject({
        status: 400,
      });
    },
  );

  it.each([
    ['states its length', { 'Content-Length': '65537' }, 'access_token=x'],
    ['does not state its length', {}, `access_token=x&a=${'a'.repeat(65_537)}`],
  ])('is refused with 413 in a form over 64 KiB that %s', async (_, length, body) => {
    const { api } = protectedApi(allPlaces);
    const result = await api.validateProtectedResourceRequest({
      method: 'POST',
      url: '/profile',
      headers: new Headers({ 'Content-Type': 'application/x-www-form-urlencoded', ...length }),
      text: () => Promise.resolve(body),
    });
    expect(result).toMatchObject({ ok: false, response: { status: 413 } });
  });
});

function authorized(token: string): RequestInit {
  return { headers: { Authorization: `Bearer ${token}` } };
}
