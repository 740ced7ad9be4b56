import fc from 'fast-check';
import { expect, it } from 'vitest';
import { callback, codeServer, verifier } from '../test/code-server.js';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.constant(''));

// #325
it(
  'a code is redeemed only with its redirect_uri and code_verifier',
  { timeout: 60_000 },
  async () => {
    const { requestCode, redeemCode, events } = codeServer();
    const parameters = fc.record(
      {
        redirect_uri: fc.oneof(text, fc.constant(callback)),
        code_verifier: fc.oneof(text, fc.constant(verifier)),
        scope: text,
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(parameters, async (sent) => {
        const { redirect_uri = callback, code_verifier = verifier } = sent;
        const isCorrect = redirect_uri === callback && code_verifier === verifier;
        const hasNul = Object.values(sent).some((value) => value.includes('\0'));
        const { status } = await redeemCode(await requestCode(), sent);
        expect(status).toBe(isCorrect && !hasNul ? 200 : 400);
      }),
      { numRuns: 300 },
    );
    expect(events.of('request.failed')).toEqual([]);
  },
);

// #325
it('any text in place of a code is refused with 400', { timeout: 60_000 }, async () => {
  const { requestCode, redeemCode, events } = codeServer();
  const realCode = await requestCode();
  const similarCode = fc.nat(58).map((at) => `${realCode.slice(0, at)}x${realCode.slice(at + 1)}`);
  await fc.assert(
    fc.asyncProperty(fc.oneof(text, similarCode), async (sent) => {
      fc.pre(sent !== realCode);
      expect((await redeemCode(sent)).status).toBe(400);
    }),
    { numRuns: 300 },
  );
  expect(events.of('request.failed')).toEqual([]);
  expect((await redeemCode(realCode)).status).toBe(200);
});
