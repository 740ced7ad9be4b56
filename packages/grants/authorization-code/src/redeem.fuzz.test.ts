import fc from 'fast-check';
import { expect, it } from 'vitest';
import { callback, codeServer, verifier } from '../test/code-server.js';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.constant(''));

// #325
it(
  'a code is redeemed by what was sent when it was asked for, and by nothing else',
  { timeout: 60_000 },
  async () => {
    const { code, redeem, events } = codeServer();
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
        const right = redirect_uri === callback && code_verifier === verifier;
        const nul = Object.values(sent).some((value) => value.includes('\0'));
        const { status } = await redeem(await code(), sent);
        expect(status).toBe(right && !nul ? 200 : 400);
      }),
      { numRuns: 300 },
    );
    expect(events.of('request.failed')).toEqual([]);
  },
);

// #325
it('whatever is sent for a code is answered with 400', { timeout: 60_000 }, async () => {
  const { code, redeem, events } = codeServer();
  const real = await code();
  const near = fc.nat(58).map((at) => `${real.slice(0, at)}x${real.slice(at + 1)}`);
  await fc.assert(
    fc.asyncProperty(fc.oneof(text, near), async (sent) => {
      fc.pre(sent !== real);
      expect((await redeem(sent)).status).toBe(400);
    }),
    { numRuns: 300 },
  );
  expect(events.of('request.failed')).toEqual([]);
  expect((await redeem(real)).status).toBe(200);
});
