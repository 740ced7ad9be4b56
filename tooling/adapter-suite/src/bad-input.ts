import { expect, it } from 'vitest';
import { badInputs, brokenEncodings, invalidRequest, parameterNames } from './bad-inputs.js';
import { expectErrorResponse, expectUncachedJson } from './expect-response.js';
import { basicAuthorization, rawRequest, rawTokenRequest, validForm } from './raw-requests.js';
import { startServer, type CreateListener } from './running-server.js';
import { clientSecret } from './test-server.js';

/** Declares the tests of input that the server must refuse, and of input that only looks like it. */
export function testBadInput(createListener: CreateListener): void {
  testRefusedRequests(createListener);
  testServedRequests(createListener);
}

function testRefusedRequests(createListener: CreateListener): void {
  it.each(badInputs)(
    'refuses %s and stores nothing',
    async (_title, requestText, status, error) => {
      const { store, connect } = await startServer(createListener);
      const connection = await connect();
      const response = await connection.sendRequest(requestText);
      expectErrorResponse(response, status, error);
      expect(response.headers.has('allow')).toBe(status === 405);
      expect(response.headers.has('www-authenticate')).toBe(status === 401);
      expect(store.size).toBe(0);
    },
  );

  // #106
  it.each(brokenEncodings)('refuses %s in every parameter', async (value) => {
    const { store, connect } = await startServer(createListener);
    const connection = await connect();
    for (const name of parameterNames)
      expectErrorResponse(
        await connection.sendRequest(rawTokenRequest(`${name}=${value}`)),
        ...invalidRequest,
      );
    expect(store.size).toBe(0);
  });

  // #182
  it('refuses two Authorization headers in either order', async () => {
    const { store, connect } = await startServer(createListener);
    const good = `Authorization: ${basicAuthorization('app', clientSecret)}\r\n`;
    const wrong = `Authorization: ${basicAuthorization('app', 'wrong')}\r\n`;
    for (const headers of [good + wrong, wrong + good, good + good]) {
      const connection = await connect();
      expectErrorResponse(
        await connection.sendRequest(rawTokenRequest(validForm).replace(good, headers)),
      );
    }
    expect(store.size).toBe(0);
  });
}

function testServedRequests(createListener: CreateListener): void {
  // #229
  it('sends a HEAD request headers and no body', async () => {
    const { connect } = await startServer(createListener);
    const connection = await connect();
    const response = await connection.sendRequest(rawRequest('HEAD', '/token'));
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    // A body would be taken for the next response.
    const next = await connection.sendRequest(rawTokenRequest(validForm));
    expect(next.status).toBe(200);
  });

  // #104
  it('leaves Object.prototype as it is for a parameter named __proto__', async () => {
    const { connect } = await startServer(createListener);
    const connection = await connect();
    const names = '__proto__=1&constructor[prototype][x]=1&__proto__[x]=1';
    const response = await connection.sendRequest(rawTokenRequest(`${validForm}&${names}`));
    expect(response.status).toBe(200);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  // #112
  it('issues a token for a valid request', async () => {
    const { store, connect } = await startServer(createListener);
    const connection = await connect();
    const response = await connection.sendRequest(rawTokenRequest(validForm));
    expect(response.status).toBe(200);
    expectUncachedJson(response);
    const text: unknown = expect.any(String);
    expect(JSON.parse(response.body)).toEqual({
      access_token: text,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'read',
    });
    expect(store.size).toBe(1);
  });
}
