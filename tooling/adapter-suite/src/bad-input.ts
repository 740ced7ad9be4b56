import { expect, it } from 'vitest';
import { basic, form, formType, goodBody, request } from './requests.js';
import { secret, startServer, type MakeListener } from './running-server.js';
import { expectJson, expectRefusal } from './safe.js';

/** Title, request, status, error code. */
type Case = readonly [title: string, request: string, status: number, error: string];

const invalid = [400, 'invalid_request'] as const;
const credentials = `client_id=app&client_secret=${secret}`;
const fields = [
  'grant_type',
  'scope',
  'code',
  'client_id',
  'client_secret',
  'code_verifier',
  'redirect_uri',
  'refresh_token',
];

const wrongTypes = [
  undefined,
  'text/plain',
  'application/json',
  'multipart/form-data; boundary=x',
  `application/json, ${formType}`,
  `${formType}, application/json`,
  '',
];

const brokenEncodings = ['%zz', '%', '%e0%a4', '%c0%ae', '%00', '%u0041', 'a%0', 'a b', 'é'];

const malformedBasic = [
  'Basic',
  'Basic ',
  'Basic !!!',
  'Basic YXBw',
  'Basic OnNlY3JldA==',
  `${basic('app', secret)}, ${basic('app', secret)}`,
  basic('app%zz', secret),
  basic('app\0', secret),
  basic('app', `${secret}x`),
  basic('nobody', secret),
];

const cases: readonly Case[] = [
  // #229
  ...['GET', 'PUT', 'DELETE', 'PATCH'].map((method): Case => [
    `${method} of the token endpoint`,
    request(method, '/token'),
    405,
    'invalid_request',
  ]),
  // #97
  ['parameters in the query', form(goodBody).replace('/token', '/token?scope=read'), ...invalid],
  // #98
  ...wrongTypes.map((type): Case => [
    `Content-Type ${String(type)}`,
    form(goodBody, { 'Content-Type': type }),
    ...invalid,
  ]),
  // #7
  ...['grant_type[]', 'grant_type[0]', 'grant_type[$ne]'].map((name): Case => [
    `a parameter named ${name}`,
    form(`${name}=client_credentials`),
    ...invalid,
  ]),
  // #100
  ...fields.map((name): Case => [
    `${name} twice`,
    form(`${goodBody}&${name}=a&${name}=b`),
    ...invalid,
  ]),
  // #101
  ['the same value twice', form(`${goodBody}&scope=read`), ...invalid],
  ['one of two is empty', form(`${goodBody}&scope=`), ...invalid],
  // #104
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty'].map((name): Case => [
    `grant_type=${name}`,
    form(`grant_type=${name}`),
    400,
    'unsupported_grant_type',
  ]),
  // #109
  ['30,000 parameters', form('a&'.repeat(30_000)), ...invalid],
  ['100,000 parameters', form('a=1&'.repeat(100_000)), 413, 'invalid_request'],
  // #121
  ['two methods at once', form(`${goodBody}&${credentials}`), ...invalid],
  ['two methods, one wrong', form(`${goodBody}&client_id=app&client_secret=x`), ...invalid],
  // #122
  ['another client in the body', form(`${goodBody}&client_id=other`), ...invalid],
  // #118
  ...malformedBasic.map((header): Case => [
    `Authorization: ${JSON.stringify(header)}`,
    form(goodBody, { Authorization: header }),
    401,
    'invalid_client',
  ]),
];

export function badInput(makeListener: MakeListener): void {
  it.each(cases)('%s', async (_title, bytes, status, error) => {
    const { rows, connect } = await startServer(makeListener);
    const connection = await connect();
    const answer = await connection.ask(bytes);
    expectRefusal(answer, status, error);
    expect(answer.headers.has('allow')).toBe(status === 405);
    expect(answer.headers.has('www-authenticate')).toBe(status === 401);
    expect(rows.size).toBe(0);
  });

  // #106
  it.each(brokenEncodings)('%s in every field', async (value) => {
    const { rows, connect } = await startServer(makeListener);
    const connection = await connect();
    for (const name of fields)
      expectRefusal(await connection.ask(form(`${name}=${value}`)), ...invalid);
    expect(rows.size).toBe(0);
  });

  // #229
  it('a HEAD request gets headers and no body', async () => {
    const { connect } = await startServer(makeListener);
    const connection = await connect();
    const answer = await connection.ask(request('HEAD', '/token'));
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
    // What followed as a body would be taken for the next answer.
    const next = await connection.ask(form(goodBody));
    expect(next.status).toBe(200);
  });

  // #182
  it('two Authorization headers are refused, in whichever order', async () => {
    const { rows, connect } = await startServer(makeListener);
    const good = `Authorization: ${basic('app', secret)}\r\n`;
    const wrong = `Authorization: ${basic('app', 'wrong')}\r\n`;
    for (const both of [good + wrong, wrong + good, good + good]) {
      const connection = await connect();
      expectRefusal(await connection.ask(form(goodBody).replace(good, both)));
    }
    expect(rows.size).toBe(0);
  });

  // #104
  it('a parameter named __proto__ touches nothing', async () => {
    const { connect } = await startServer(makeListener);
    const connection = await connect();
    const names = '__proto__=1&constructor[prototype][x]=1&__proto__[x]=1';
    const answer = await connection.ask(form(`${goodBody}&${names}`));
    expect(answer.status).toBe(200);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  // #112
  it('a good request gets a token', async () => {
    const { rows, connect } = await startServer(makeListener);
    const connection = await connect();
    const answer = await connection.ask(form(goodBody));
    expect(answer.status).toBe(200);
    expectJson(answer);
    const text: unknown = expect.any(String);
    expect(JSON.parse(answer.body)).toEqual({
      access_token: text,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'read',
    });
    expect(rows.size).toBe(1);
  });
}
