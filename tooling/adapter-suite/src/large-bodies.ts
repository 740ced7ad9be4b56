import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import type { Connection } from './connection.js';
import { expectErrorResponse } from './expect-response.js';
import { rawTokenRequest, validForm } from './raw-requests.js';
import { startServer, type CreateListener } from './running-server.js';

const mebibyte = 1 << 20;
const mebibytes = 100;
const part = 'x'.repeat(mebibyte);
const chunk = `${mebibyte.toString(16)}\r\n${part}\r\n`;

const declared = {
  head: rawTokenRequest('', { 'Content-Length': String(mebibytes * mebibyte) }),
  part,
  end: '',
};
const chunked = {
  head: rawTokenRequest('', { 'Content-Length': undefined, 'Transfer-Encoding': 'chunked' }),
  part: chunk,
  end: '0\r\n\r\n',
};
const framings = [
  ['of a declared length', declared],
  ['in chunks', chunked],
] as const;

/** Sends all of a body. Resolves to the peak of live memory above the start, in bytes. */
async function measureMemoryPeak(
  connection: Connection,
  { part, end }: typeof declared,
): Promise<number> {
  const before = countLiveBytes();
  let peak = 0;
  for (let sent = 0; sent < mebibytes; sent += 1) {
    await connection.write(part);
    if (sent % 10 === 9) peak = Math.max(peak, countLiveBytes() - before);
  }
  await connection.write(end);
  return peak;
}

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

function isCallable(value: unknown): value is () => void {
  return typeof value === 'function';
}

function countLiveBytes(): number {
  if (isCallable(collectGarbage)) collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Declares the tests of bodies about and above the server's `maxBodyBytes`. */
export function testLargeBodies(createListener: CreateListener): void {
  testEndlessBodies(createListener);
  testBodyLimit(createListener);
}

function testEndlessBodies(createListener: CreateListener): void {
  it.each(framings)('refuses 100 MB %s with 413 before all of it is sent', async (_title, body) => {
    const { store, connect } = await startServer(createListener);
    const connection = await connect();
    await connection.write(body.head);
    await connection.write(body.part);
    const response = await connection.readResponse();
    expectErrorResponse(response, 413, 'invalid_request');
    expect(response.headers.get('connection')).toBe('close');
    expect(store.size).toBe(0);
  });

  it.each(framings)(
    'refuses 100 MB %s in flat memory from a client that reads the 413 only afterwards',
    async (_title, body) => {
      const { store, connect } = await startServer(createListener);
      const connection = await connect();
      connection.pauseReading();
      await connection.write(body.head);
      expect(await measureMemoryPeak(connection, body)).toBeLessThan(24 * mebibyte);
      expectErrorResponse(await connection.readResponse(), 413, 'invalid_request');
      await connection.closed;
      expect(store.size).toBe(0);
    },
    30_000,
  );
}

function testBodyLimit(createListener: CreateListener): void {
  it('reads a body of exactly the limit and refuses one byte more', async () => {
    const { connect } = await startServer(createListener);
    const prefix = `${validForm}&x=`;
    const exact = prefix + 'x'.repeat(65_536 - prefix.length);
    for (const headers of [{}, { 'Content-Length': undefined, 'Transfer-Encoding': 'chunked' }]) {
      const frameBody = (body: string): string =>
        'Content-Length' in headers ? `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n` : body;
      const connection = await connect();
      const formatHead = (body: string): string =>
        rawTokenRequest(body, headers).slice(0, -body.length);
      expect((await connection.sendRequest(formatHead(exact) + frameBody(exact))).status).toBe(200);
      const tooLong = `${exact}x`;
      expectErrorResponse(
        await connection.sendRequest(formatHead(tooLong) + frameBody(tooLong)),
        413,
        'invalid_request',
      );
    }
  });

  it('drops a large body of the wrong media type and keeps the connection', async () => {
    const { connect } = await startServer(createListener);
    const connection = await connect();
    const length = String(10 * mebibyte);
    await connection.write(
      rawTokenRequest('', { 'Content-Type': 'text/plain', 'Content-Length': length }),
    );
    for (let sent = 0; sent < 10; sent += 1) await connection.write(part);
    expectErrorResponse(await connection.readResponse(), 400, 'invalid_request');
    expect((await connection.sendRequest(rawTokenRequest(validForm))).status).toBe(200);
  });
}
