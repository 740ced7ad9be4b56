import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpResponse } from '../contract/http.js';
import { app, authorizeUrl, serveAuthorization } from '../testing-support/authorization.js';
import { post, request } from '../testing-support/requests.js';

const redirect_uris = [
  'https://app.example/cb?tenant=1',
  'http://127.0.0.1/cb',
  'com.example.a:/cb',
];
const targets = [
  /^https:\/\/app\.example\/cb\?tenant=1[&#]/,
  /^http:\/\/127\.0\.0\.1(:\d{1,5})?\/cb[?#]/,
  /^com\.example\.a:\/cb[?#]/,
];

/** Registered URIs with something cut, doubled, put in or replaced. */
const nearMiss = fc
  .tuple(
    fc.constantFrom(...redirect_uris, 'https://evil.example/cb', 'javascript:alert(1)'),
    fc.nat(30),
    fc.nat(3),
    fc.oneof(
      fc.constantFrom('', '@', '.', '/', '\\', '#', '?', '%2f', '%09', ':8080', ':', '\t', 'evil.'),
      fc.string({ maxLength: 4, unit: 'binary' }),
    ),
  )
  .map(([uri, at, cut, put]) => uri.slice(0, at) + put + uri.slice(at + cut));

const value = fc.oneof(
  fc.constantFrom('code', 'token', 'code token', 'none', 'app', 'read', 'form_post', 'fragment'),
  fc.constantFrom('__proto__', 'query', '', 'read admin', '"><script>alert(1)</script>'),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const name = fc.constantFrom(
  ...['client_id', 'response_type', 'response_mode', 'scope', 'state', 'code_challenge', 'prompt'],
  ...['resource', '__proto__', 'state[]', 'iss', 'error'],
);
const query = fc
  .tuple(
    fc.dictionary(name, value),
    fc.option(fc.oneof(nearMiss, fc.constantFrom(...redirect_uris))),
  )
  .map(([given, redirect_uri]) => ({
    client_id: 'app',
    response_type: 'code',
    ...given,
    ...(redirect_uri !== null && { redirect_uri }),
  }));

const action = /<form method="post" action="([^"]*)">/;

function expectHarmless({ status, headers, body }: HttpResponse): void {
  expect([200, 303, 400, 405, 413]).toContain(status);
  const location = headers['Location'];
  if (typeof location === 'string') {
    expect(targets.some((target) => target.test(location))).toBe(true);
    expect(location).toMatch(/^[\x21-\x7e]+$/);
  }
  const posted = action.exec(body)?.[1];
  if (posted !== undefined)
    expect(
      targets.some(
        (target) => target.test(`${posted.replaceAll('&amp;', '&')}#`) || target.test(`${posted}?`),
      ),
    ).toBe(true);
  expect(body.match(/<script/g) ?? []).toHaveLength(posted === undefined ? 0 : 1);
}

const served = () => {
  const { send, events } = serveAuthorization({ clients: [{ ...app, redirect_uris }] });
  return async (...args: Parameters<typeof request>): Promise<void> => {
    expectHarmless(await send(request(...args)));
    expect(events.filter(({ type }) => type === 'request.failed')).toEqual([]);
    events.length = 0;
  };
};

// #325
describe('no input redirects a browser to a URI that is not registered, or breaks the server', () => {
  it('by a query', async () => {
    const check = served();
    await fc.assert(
      fc.asyncProperty(query, (given) => check('GET', authorizeUrl(given))),
      { numRuns: 2000 },
    );
  });

  it('by a query that is no query', async () => {
    const check = served();
    const text = fc.oneof(
      fc.string({ unit: 'binary-ascii' }),
      fc.string({
        unit: fc.constantFrom('&', '=', '%', '+', 'client_id=app', '2', 'f', '[', '\0'),
      }),
    );
    await fc.assert(
      fc.asyncProperty(text, (raw) =>
        check('GET', `/authorize?client_id=app&response_type=code&${raw}`),
      ),
      { numRuns: 2000 },
    );
  });

  it('by a form, beside a query or not', async () => {
    const { send } = serveAuthorization({ clients: [{ ...app, redirect_uris }] });
    const property = fc.asyncProperty(query, query, fc.boolean(), async (inQuery, inBody, both) => {
      const form = authorizeUrl(inBody).slice('/authorize?'.length);
      expectHarmless(await send(post(both ? authorizeUrl(inQuery) : '/authorize', form)));
    });
    await fc.assert(property, { numRuns: 2000 });
  });

  it('by any method and headers', async () => {
    const check = served();
    const method = fc.oneof(fc.constantFrom('GET', 'HEAD', 'POST', 'PUT'), fc.string());
    const header = fc.constantFrom('accept', 'content-type', 'content-length', 'host', 'cookie');
    await fc.assert(
      fc.asyncProperty(method, fc.dictionary(header, fc.string()), query, (verb, headers, given) =>
        check(verb, authorizeUrl(given), headers, async () => 'client_id=app'),
      ),
      { numRuns: 1000 },
    );
  });
});
