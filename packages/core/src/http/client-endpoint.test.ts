import { describe, expect, it } from 'vitest';
import { basic, bodyOf, type Headers, post, request } from '../testing-support/requests.js';
import { plain, serve } from '../testing-support/serve.js';

const form = 'grant_type=client_credentials';
const web = basic('web', 'web-secret');
const urlencoded = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** Status, error code and reason of a request that must not get a token. */
async function refusal(http: ReturnType<typeof request>, options = {}) {
  const { send, events, store } = serve(options);
  const response = await send(http);
  expect(store.records.size).toBe(0);
  expect(response.headers).toMatchObject({ 'Cache-Control': 'no-store' });
  return [response.status, bodyOf(response)['error'], events.at(-1)?.reason];
}

// [C11] [M5] #98
describe('content type', () => {
  const typed = (headers: Headers) =>
    request('POST', '/token', { ...web, ...headers }, async () => form);

  it.each([
    ['application/x-www-form-urlencoded'],
    ['application/x-www-form-urlencoded;charset=UTF-8'],
    ['Application/X-WWW-Form-Urlencoded ; charset=utf-8'],
  ])('%s is read', async (type) => {
    const { send } = serve();
    expect((await send(typed({ 'Content-Type': type }))).status).toBe(200);
  });

  it.each([
    [''],
    ['text/plain'],
    ['application/json'],
    ['multipart/form-data; boundary=x'],
    ['application/json, application/x-www-form-urlencoded'],
    ['application/x-www-form-urlencoded, application/json'],
    ['x-www-form-urlencoded'],
  ])('%j is refused', async (type) => {
    expect(await refusal(typed({ 'Content-Type': type }))).toEqual([
      400,
      'invalid_request',
      'request.content_type',
    ]);
  });

  it('has to be sent with the form', async () => {
    expect(await refusal(typed({}))).toEqual([400, 'invalid_request', 'request.content_type']);
  });
});

// [A3] [B4] [C9] #97
describe('parameters in the URL', () => {
  it.each(['a=b', 'grant_type=client_credentials', 'client_secret=web-secret', '&'])(
    'are refused: ?%s',
    async (query) => {
      expect(await refusal(post(`/token?${query}`, form, web))).toEqual([
        400,
        'invalid_request',
        'request.query_not_allowed',
      ]);
    },
  );

  it('are absent where the query is empty', async () => {
    const { send } = serve();
    expect((await send(post('/token?', form, web))).status).toBe(200);
  });
});

// #109
describe('body size', () => {
  const tooLarge = [413, 'invalid_request', 'request.too_large'];
  const sized = (bytes: number, headers: Headers = {}) =>
    post('/token', `${form}&x=`.padEnd(bytes, 'x'), { ...web, ...headers });

  it('may be 64 KiB and no more', async () => {
    const { send } = serve();
    expect((await send(sized(65_536))).status).toBe(200);
    expect(await refusal(sized(65_537))).toEqual(tooLarge);
  });

  it('may be as large as the option maxBodyBytes says', async () => {
    const { send } = serve({ maxBodyBytes: 100 });
    expect((await send(sized(100))).status).toBe(200);
    expect(await refusal(sized(101), { maxBodyBytes: 100 })).toEqual(tooLarge);
  });

  it('is refused unread when Content-Length tells it', async () => {
    const unread = request(
      'POST',
      '/token',
      { ...web, ...urlencoded, 'Content-Length': '100000000' },
      () => Promise.reject(new Error('read')),
    );
    expect(await refusal(unread)).toEqual(tooLarge);
  });

  it.each(['-1', 'NaN', 'x', ''])(
    'does not stumble over a Content-Length of %j',
    async (length) => {
      const { send } = serve();
      expect((await send(sized(100, { 'Content-Length': length }))).status).toBe(200);
    },
  );

  it('is passed to the adapter as the limit to stop at', async () => {
    const limits: number[] = [];
    const { send } = serve({ maxBodyBytes: 1234 });
    const asked = request('POST', '/token', { ...web, ...urlencoded }, async (limit) => {
      limits.push(limit);
      return form;
    });
    expect((await send(asked)).status).toBe(200);
    expect(limits).toEqual([1234]);
  });

  // #109 #322
  it('stops at maxParameters, and reads 10^5 parameters quickly where allowed', async () => {
    const many = `${form}&${'a=1&b=2&'.repeat(50_000)}`;
    expect(await refusal(post('/token', many, web))).toEqual(tooLarge);
    const begun = performance.now();
    const distinct = Array.from({ length: 100_000 }, (_, index) => `p${index}=`).join('&');
    const roomy = { maxBodyBytes: 10_000_000 };
    expect(await refusal(post('/token', distinct, web), roomy)).toEqual([
      400,
      'invalid_request',
      'parameters.too_many',
    ]);
    const allowed = { ...roomy, maxParameters: 200_000 };
    const { send } = serve(allowed);
    expect((await send(post('/token', `${form}&${distinct}`, web))).status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});

// #116
describe('a body that cannot be read', () => {
  it.each([new TypeError('Body is unusable'), new Error('aborted'), 'text', undefined])(
    'is a clean failure when reading throws %s',
    async (thrown: unknown) => {
      const broken = request('POST', '/token', { ...web, ...urlencoded }, () => {
        throw thrown;
      });
      expect(await refusal(broken)).toEqual([500, 'server_error', 'server.unexpected']);
    },
  );

  it('is refused as a web Request whose body was read before', async () => {
    const { server } = serve();
    const used = new Request('https://auth.example/token', {
      method: 'POST',
      body: form,
      headers: urlencoded,
    });
    await used.text();
    expect((await server.handle(used)).status).toBe(500);
  });
});

// [A1]
it('a web Request is answered without an adapter', async () => {
  const { server } = serve();
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  const web = new Request('https://auth.example/token', {
    method: 'POST',
    body,
    headers: basic('web', 'web-secret'),
  });
  expect((await server.handle(web)).status).toBe(200);
});

describe('parameters', () => {
  // [A2] #100
  it.each([
    'grant_type',
    'client_id',
    'client_secret',
    'code',
    'code_verifier',
    'redirect_uri',
    'refresh_token',
    'scope',
    'unknown',
  ])('%s twice is refused', async (name) => {
    const twice = `${form}&${name}=x&${name}=x`;
    expect(await refusal(post('/token', twice, web))).toEqual([
      400,
      'invalid_request',
      'parameters.duplicate',
    ]);
  });

  // #101
  it.each(['grant_type=&grant_type=client_credentials', `${form}&scope=read&scope=`])(
    '%s is refused too',
    async (body) => {
      expect(await refusal(post('/token', body, web))).toEqual([
        400,
        'invalid_request',
        'parameters.duplicate',
      ]);
    },
  );

  // [A7] #106
  it.each(['%zz', '%', '%e0%a4', '%00', 'a%00b', '%c0%ae'])(
    '%s in any value is refused',
    async (value) => {
      for (const name of ['grant_type', 'client_id', 'client_secret', 'scope', 'unknown'])
        expect(await refusal(post('/token', `${name}=${value}`, web))).toEqual([
          400,
          'invalid_request',
          'parameters.bad_encoding',
        ]);
    },
  );

  // #7 #103 #104
  it.each([
    'unknown=1',
    'resource=a&resource=b',
    'state[]=a&client_id[$ne]=x',
    '__proto__=1&constructor[prototype][x]=1',
  ])('%s changes nothing', async (more) => {
    const repeating = { name: 'repeating', repeatableParameters: ['resource'] };
    const { token, store } = serve({ plugins: [plain, repeating] });
    expect(bodyOf(await token(`${form}&${more}`))).toMatchObject({ scope: 'read write' });
    expect(Object.prototype).not.toHaveProperty('x');
    expect(JSON.stringify([...store.records.values()])).not.toContain('$ne');
  });
});
