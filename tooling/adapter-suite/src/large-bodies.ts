import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import type { Connection } from './connection.js';
import { form, goodBody } from './requests.js';
import { startServer, type MakeListener } from './running-server.js';
import { expectRefusal } from './safe.js';

const mebibyte = 1 << 20;
const megabytes = 100;
const part = 'x'.repeat(mebibyte);
const chunk = `${mebibyte.toString(16)}\r\n${part}\r\n`;

const declared = {
  head: form('', { 'Content-Length': String(megabytes * mebibyte) }),
  part,
  end: '',
};
const chunked = {
  head: form('', { 'Content-Length': undefined, 'Transfer-Encoding': 'chunked' }),
  part: chunk,
  end: '0\r\n\r\n',
};
const lengths = [
  ['of a declared length', declared],
  ['in chunks', chunked],
] as const;

/** Sends all of a body; the most bytes of live memory that it took meanwhile. */
async function sendAll(connection: Connection, { part, end }: typeof declared): Promise<number> {
  const before = liveBytes();
  let peak = 0;
  for (let sent = 0; sent < megabytes; sent += 1) {
    await connection.send(part);
    if (sent % 10 === 9) peak = Math.max(peak, liveBytes() - before);
  }
  await connection.send(end);
  return peak;
}

setFlagsFromString('--expose-gc');
const gc: unknown = runInNewContext('gc');

function isCallable(value: unknown): value is () => void {
  return typeof value === 'function';
}

function liveBytes(): number {
  if (isCallable(gc)) gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

export function largeBodies(makeListener: MakeListener): void {
  it.each(lengths)('100 MB %s: 413 before it is all sent', async (_title, body) => {
    const { rows, connect } = await startServer(makeListener);
    const connection = await connect();
    await connection.send(body.head);
    await connection.send(body.part);
    const answer = await connection.answer();
    expectRefusal(answer, 413, 'invalid_request');
    expect(answer.headers.get('connection')).toBe('close');
    expect(rows.size).toBe(0);
  });

  it.each(lengths)(
    '100 MB %s: 413 for who looks for it only afterwards, in flat memory',
    async (_title, body) => {
      const { rows, connect } = await startServer(makeListener);
      const connection = await connect();
      connection.stopReading();
      await connection.send(body.head);
      expect(await sendAll(connection, body)).toBeLessThan(24 * mebibyte);
      expectRefusal(await connection.answer(), 413, 'invalid_request');
      await connection.closed;
      expect(rows.size).toBe(0);
    },
    30_000,
  );

  it('a body of exactly the limit is read, one byte more is not', async () => {
    const { connect } = await startServer(makeListener);
    const fill = `${goodBody}&x=`;
    const exact = fill + 'x'.repeat(65_536 - fill.length);
    for (const chunks of [{}, { 'Content-Length': undefined, 'Transfer-Encoding': 'chunked' }]) {
      const framed = (body: string): string =>
        'Content-Length' in chunks ? `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n` : body;
      const connection = await connect();
      const head = (body: string): string => form(body, chunks).slice(0, -body.length);
      expect((await connection.ask(head(exact) + framed(exact))).status).toBe(200);
      const more = `${exact}x`;
      expectRefusal(await connection.ask(head(more) + framed(more)), 413, 'invalid_request');
    }
  });

  it('a large body that is not looked at is dropped, and the connection stays', async () => {
    const { connect } = await startServer(makeListener);
    const connection = await connect();
    const length = String(10 * mebibyte);
    await connection.send(form('', { 'Content-Type': 'text/plain', 'Content-Length': length }));
    for (let sent = 0; sent < 10; sent += 1) await connection.send(part);
    expectRefusal(await connection.answer(), 400, 'invalid_request');
    expect((await connection.ask(form(goodBody))).status).toBe(200);
  });
}
