import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { form, formType, goodBody, request } from './requests.js';
import { startServer, type MakeListener } from './running-server.js';
import { expectRefusal } from './safe.js';

export function connections(makeListener: MakeListener): void {
  it('requests that wait behind a refused one are answered in order', async () => {
    const { rows, connect } = await startServer(makeListener);
    const connection = await connect();
    const refused = form('grant_type=client_credentials&scope=a&scope=b');
    const wrongType = form(goodBody, { 'Content-Type': 'text/plain' });
    const good = form(goodBody);
    await connection.send(refused + good + wrongType + request('GET', '/token') + good);
    expectRefusal(await connection.answer(), 400, 'invalid_request');
    expect((await connection.answer()).status).toBe(200);
    expectRefusal(await connection.answer(), 400, 'invalid_request');
    expectRefusal(await connection.answer(), 405, 'invalid_request');
    expect((await connection.answer()).status).toBe(200);
    expect(rows.size).toBe(2);
  });

  it('a client that sends byte by byte is served', async () => {
    const { connect } = await startServer(makeListener);
    const connection = await connect();
    for (const byte of form(goodBody)) {
      await connection.send(byte);
      await turn();
    }
    expect((await connection.answer()).status).toBe(200);
  });

  it('headers and body in two packets are served, chunked too', async () => {
    const { connect } = await startServer(makeListener);
    const connection = await connect();
    const [head = '', body = ''] = form(goodBody).split('\r\n\r\n');
    await connection.send(`${head}\r\n\r\n`);
    for (let turns = 0; turns < 20; turns += 1) await turn();
    await connection.send(body);
    expect((await connection.answer()).status).toBe(200);
    const headers = { 'Content-Length': undefined, 'Transfer-Encoding': 'chunked' };
    const chunks = `15\r\n${goodBody.slice(0, 21)}\r\n13\r\n${goodBody.slice(21)}\r\n0\r\n\r\n`;
    expect((await connection.ask(form('', headers) + chunks)).status).toBe(200);
  });

  it('Expect: 100-continue gets its 100 and then the answer', async () => {
    const { connect } = await startServer(makeListener);
    const connection = await connect();
    const [head = '', body = ''] = form(goodBody, { Expect: '100-continue' }).split('\r\n\r\n');
    expect((await connection.ask(`${head}\r\n\r\n`)).status).toBe(100);
    expect((await connection.ask(body)).status).toBe(200);
  });

  it('an empty body is a request without parameters', async () => {
    const { connect } = await startServer(makeListener);
    const connection = await connect();
    const empty = { 'Content-Type': formType };
    expectRefusal(await connection.ask(request('POST', '/token', empty)), 401, 'invalid_client');
  });

  // #116
  it.each([
    ['of a declared length', form(goodBody).slice(0, -5)],
    [
      'in chunks',
      `${form('', { 'Content-Length': undefined, 'Transfer-Encoding': 'chunked' })}5\r\ngrant`,
    ],
  ])('a client that goes away within a body %s leaves no trace', async (_title, bytes) => {
    const { rows, connect, nextEvent } = await startServer(makeListener);
    const rejections: unknown[] = [];
    const note = (reason: unknown): number => rejections.push(reason);
    process.on('unhandledRejection', note);
    const leaver = await connect();
    await leaver.send(bytes);
    for (let turns = 0; turns < 20; turns += 1) await turn();
    leaver.destroy();
    expect(await nextEvent()).toMatchObject({ type: 'request.refused', reason: 'request.aborted' });
    const connection = await connect();
    expect((await connection.ask(form(goodBody))).status).toBe(200);
    process.off('unhandledRejection', note);
    expect(rejections).toEqual([]);
    expect(rows.size).toBe(1);
  });
}
