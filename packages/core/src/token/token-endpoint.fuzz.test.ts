import fc from 'fast-check';
import { expect, it } from 'vitest';
import { basic, bodyOf, post, request } from '../testing-support/requests.js';
import { serve } from '../testing-support/serve.js';

/** Names and values that mean something here, and ones that might break something. */
const piece = fc.oneof(
  fc.constantFrom(
    'grant_type',
    'client_credentials',
    'client_id',
    'client_secret',
    'scope',
    'read',
  ),
  fc.constantFrom(
    'web',
    'web-secret',
    'app',
    'poster',
    '=',
    '&',
    '&&',
    '=&',
    '+',
    '%20',
    '%',
    '%00',
  ),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '[',
    ']',
    '[$ne]',
    '"',
    '\\',
    '\0',
    '\r\n',
    'é',
    '\ud800',
  ),
  fc.string({ maxLength: 5 }),
);
const body = fc.oneof(fc.string({ unit: piece, maxLength: 20 }), fc.string({ unit: 'binary' }));
const headers = fc.record(
  {
    Authorization: fc.oneof(
      fc.constantFrom(
        ...[basic('web', 'web-secret'), basic('app', '')].map((h) => h['Authorization'] ?? ''),
      ),
      fc.string(),
    ),
    'Content-Type': fc.oneof(fc.constant('application/x-www-form-urlencoded'), fc.string()),
    'Content-Length': fc.string(),
  },
  { requiredKeys: [] },
);

// #325
it('nothing that is sent makes the server fail, or store without issuing', async () => {
  const url = fc.oneof(
    fc.constant('/token'),
    fc.string().map((text) => `/token?${text}`),
    fc.string(),
  );
  const method = fc.oneof(
    { weight: 9, arbitrary: fc.constant('POST') },
    { weight: 1, arbitrary: fc.string() },
  );
  let issued = 0;
  const { send, store, events } = serve();
  await fc.assert(
    fc.asyncProperty(method, url, headers, body, async (verb, at, sent, text) => {
      const response = await send(request(verb, at, sent, async () => text));
      expect(response.status).toBeLessThan(500);
      expect(response.headers).toMatchObject({ 'Cache-Control': 'no-store' });
      const { access_token: token, error } = bodyOf(response);
      expect(token === undefined).toBe(error !== undefined);
      if (token !== undefined) issued += 1;
      expect(store.records.size).toBe(issued);
    }),
    { numRuns: 2000 },
  );
  expect(events.filter(({ type }) => type === 'request.failed')).toEqual([]);
});

// #325
it('gets tokens by luck only where the form says so', async () => {
  const more = fc.string({ unit: piece, maxLength: 6 });
  const { send } = serve();
  await fc.assert(
    fc.asyncProperty(more, async (text) => {
      const form = `grant_type=client_credentials&${text}`;
      const response = await send(post('/token', form, basic('web', 'web-secret')));
      const { access_token: token, scope } = bodyOf(response);
      if (token !== undefined) expect(['read', 'write', 'read write']).toContain(scope);
      expect(bodyOf(await send(post('/token', form, basic('web', 'x'))))).toHaveProperty('error');
    }),
    { numRuns: 500 },
  );
});
