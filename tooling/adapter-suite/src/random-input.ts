import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expectErrorResponse } from './expect-response.js';
import { formContentType, rawRequest, rawTokenRequest, validForm } from './raw-requests.js';
import { startServer, type CreateListener } from './running-server.js';

const anyByte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
const anyBytes = fc.string({ unit: anyByte, maxLength: 500 });
/** What a header field may contain (RFC 9110 section 5.5). */
const headerByte = anyByte.filter((char) => char >= ' ' && char !== '\x7f');
const headerBytes = fc.string({ unit: headerByte, maxLength: 500 });
const formPieces = fc.array(
  fc.oneof(
    anyBytes,
    fc.constantFrom('&', '=', '%', '+', 'grant_type=client_credentials_', 'scope'),
  ),
);

const withBody = formPieces.map((parts) => rawTokenRequest(parts.join('')));
const withBasic = headerBytes.map((text) =>
  rawTokenRequest(validForm, { Authorization: `Basic ${text}` }),
);
const withScheme = headerBytes.map((text) => rawTokenRequest(validForm, { Authorization: text }));
const withType = headerBytes.map((text) => rawTokenRequest(validForm, { 'Content-Type': text }));
const anonymous = anyBytes.map((text) =>
  rawRequest('POST', '/token', { 'Content-Type': formContentType }, `${text}&${validForm}`),
);

/** Declares the tests with random bytes, as whole requests and within valid ones. */
export function testRandomInput(createListener: CreateListener): void {
  // #325
  it('closes every broken request without a 5xx, a hang or a stored token', async () => {
    const { store, connect } = await startServer(createListener);
    const brokenRequest = fc.oneof(
      anyBytes,
      fc.tuple(withBody, anyBytes).map((parts) => parts.join('')),
      fc.tuple(anyBytes, withBody).map((parts) => parts.join('')),
    );
    const property = fc.asyncProperty(brokenRequest, async (text) => {
      const connection = await connect();
      await connection.write(text);
      connection.endWriting();
      for (const { status } of await connection.readAllResponses())
        expect(status).toBeLessThan(500);
    });
    await fc.assert(property, { numRuns: 300 });
    expect(store.size).toBe(0);
  }, 60_000);

  // #325
  it('refuses random forms and headers with a JSON error', async () => {
    const { store, connect } = await startServer(createListener);
    const badRequest = fc.oneof(withBody, withBasic, withScheme, withType, anonymous);
    const connection = await connect();
    const property = fc.asyncProperty(badRequest, async (text) => {
      expectErrorResponse(await connection.sendRequest(text));
    });
    await fc.assert(property, { numRuns: 2000 });
    expect(store.size).toBe(0);
  }, 60_000);
}
