import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { expectErrorResponse } from './expect-response.js';
import { formContentType, rawRequest, rawTokenRequest, validForm } from './raw-requests.js';
import { startServer, type CreateListener } from './running-server.js';

/** Declares the tests of how requests share and leave a connection. */
export function testConnections(createListener: CreateListener): void {
  testPipelining(createListener);
  testSlowBodies(createListener);
  testDisconnects(createListener);
}

function testPipelining(createListener: CreateListener): void {
  it('responds in order to requests pipelined behind a refused one', async () => {
    const { store, connect } = await startServer(createListener);
    const connection = await connect();
    const twoScopes = rawTokenRequest('grant_type=client_credentials&scope=a&scope=b');
    const wrongType = rawTokenRequest(validForm, { 'Content-Type': 'text/plain' });
    const good = rawTokenRequest(validForm);
    await connection.write(twoScopes + good + wrongType + rawRequest('GET', '/token') + good);
    expectErrorResponse(await connection.readResponse(), 400, 'invalid_request');
    expect((await connection.readResponse()).status).toBe(200);
    expectErrorResponse(await connection.readResponse(), 400, 'invalid_request');
    expectErrorResponse(await connection.readResponse(), 405, 'invalid_request');
    expect((await connection.readResponse()).status).toBe(200);
    expect(store.size).toBe(2);
  });
}

function testSlowBodies(createListener: CreateListener): void {
  it('serves a client that sends byte by byte', async () => {
    const { connect } = await startServer(createListener);
    const connection = await connect();
    for (const byte of rawTokenRequest(validForm)) {
      await connection.write(byte);
      await nextTurn();
    }
    expect((await connection.readResponse()).status).toBe(200);
  });

  it('serves a body that comes after its headers, by length and in chunks', async () => {
    const { connect } = await startServer(createListener);
    const connection = await connect();
    const [head = '', body = ''] = rawTokenRequest(validForm).split('\r\n\r\n');
    await connection.write(`${head}\r\n\r\n`);
    for (let turns = 0; turns < 20; turns += 1) await nextTurn();
    await connection.write(body);
    expect((await connection.readResponse()).status).toBe(200);
    const headers = { 'Content-Length': undefined, 'Transfer-Encoding': 'chunked' };
    const chunks = `15\r\n${validForm.slice(0, 21)}\r\n13\r\n${validForm.slice(21)}\r\n0\r\n\r\n`;
    expect((await connection.sendRequest(rawTokenRequest('', headers) + chunks)).status).toBe(200);
  });

  it('sends 100 Continue to a client that waits for it, then the response', async () => {
    const { connect } = await startServer(createListener);
    const connection = await connect();
    const [head = '', body = ''] = rawTokenRequest(validForm, { Expect: '100-continue' }).split(
      '\r\n\r\n',
    );
    expect((await connection.sendRequest(`${head}\r\n\r\n`)).status).toBe(100);
    expect((await connection.sendRequest(body)).status).toBe(200);
  });

  it('refuses an empty body as a request without client authentication', async () => {
    const { connect } = await startServer(createListener);
    const connection = await connect();
    const empty = { 'Content-Type': formContentType };
    expectErrorResponse(
      await connection.sendRequest(rawRequest('POST', '/token', empty)),
      401,
      'invalid_client',
    );
  });
}

function testDisconnects(createListener: CreateListener): void {
  // #116
  it.each([
    ['of a declared length', rawTokenRequest(validForm).slice(0, -5)],
    [
      'in chunks',
      `${rawTokenRequest('', { 'Content-Length': undefined, 'Transfer-Encoding': 'chunked' })}5\r\ngrant`,
    ],
  ])(
    'survives a client that disconnects within a body %s, and stores nothing',
    async (_title, partOfRequest) => {
      const { store, connect, nextEvent } = await startServer(createListener);
      const rejections: unknown[] = [];
      const recordRejection = (reason: unknown): number => rejections.push(reason);
      process.on('unhandledRejection', recordRejection);
      const leaver = await connect();
      await leaver.write(partOfRequest);
      for (let turns = 0; turns < 20; turns += 1) await nextTurn();
      leaver.destroy();
      expect(await nextEvent()).toMatchObject({
        type: 'request.refused',
        reason: 'request.aborted',
      });
      const connection = await connect();
      expect((await connection.sendRequest(rawTokenRequest(validForm))).status).toBe(200);
      process.off('unhandledRejection', recordRejection);
      expect(rejections).toEqual([]);
      expect(store.size).toBe(1);
    },
  );
}
