import fc from 'fast-check';
import { expect, it } from 'vitest';
import { form, formType, goodBody, request } from './requests.js';
import { startServer, type MakeListener } from './running-server.js';
import { expectRefusal } from './safe.js';

const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
const bytes = fc.string({ unit: byte, maxLength: 500 });
/** What may stand in a header (RFC 9110 section 5.5). */
const headerByte = byte.filter((one) => one >= ' ' && one !== '\x7f');
const headerBytes = fc.string({ unit: headerByte, maxLength: 500 });
const pieces = fc.array(
  fc.oneof(bytes, fc.constantFrom('&', '=', '%', '+', 'grant_type=client_credentials_', 'scope')),
);

const withBody = pieces.map((parts) => form(parts.join('')));
const withBasic = headerBytes.map((text) => form(goodBody, { Authorization: `Basic ${text}` }));
const withScheme = headerBytes.map((text) => form(goodBody, { Authorization: text }));
const withType = headerBytes.map((text) => form(goodBody, { 'Content-Type': text }));
const anonymous = bytes.map((text) =>
  request('POST', '/token', { 'Content-Type': formType }, `${text}&${goodBody}`),
);

export function fuzz(makeListener: MakeListener): void {
  // #325
  it('whatever bytes come, none gets a 5xx, a hang or a row', async () => {
    const { rows, connect } = await startServer(makeListener);
    const broken = fc.oneof(
      bytes,
      fc.tuple(withBody, bytes).map((both) => both.join('')),
      fc.tuple(bytes, withBody).map((both) => both.join('')),
    );
    const property = fc.asyncProperty(broken, async (text) => {
      const connection = await connect();
      await connection.send(text);
      connection.end();
      for (const { status } of await connection.answers()) expect(status).toBeLessThan(500);
    });
    await fc.assert(property, { numRuns: 300 });
    expect(rows.size).toBe(0);
  }, 60_000);

  // #325
  it('whatever stands in a form or a header, the answer is a JSON refusal', async () => {
    const { rows, connect } = await startServer(makeListener);
    const bad = fc.oneof(withBody, withBasic, withScheme, withType, anonymous);
    const connection = await connect();
    const property = fc.asyncProperty(bad, async (text) => {
      expectRefusal(await connection.ask(text));
    });
    await fc.assert(property, { numRuns: 2000 });
    expect(rows.size).toBe(0);
  }, 60_000);
}
