import fc from 'fast-check';
import { expect, it } from 'vitest';
import { refreshServer, textOf } from '../test/refresh-server.js';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.constant(''));

// #325
it('whatever is sent for a refresh token is answered with 400', { timeout: 60_000 }, async () => {
  const { begin, use, events, chains } = refreshServer();
  const real = textOf((await begin()).body['refresh_token']);
  const near = fc.nat(58).map((at) => `${real.slice(0, at)}x${real.slice(at + 1)}`);
  await fc.assert(
    fc.asyncProperty(fc.oneof(text, near), async (sent) => {
      fc.pre(sent !== real);
      expect((await use(sent)).status).toBe(400);
    }),
    { numRuns: 300 },
  );
  expect(events.of('request.failed')).toEqual([]);
  expect(await chains()).toHaveLength(1);
});

/** What may be done with the tokens of one grant, at whatever time. */
const step = fc.record({
  /** Seconds that pass before. */
  wait: fc.constantFrom(0, 1, 9, 10, 60),
  /** How far back in the chain the token is: 0 is the newest. */
  back: fc.constantFrom(0, 0, 0, 1, 2),
  scope: fc.constantFrom(undefined, 'read'),
});

// #313
it(
  'any sequence of refreshes leaves one chain, or after reuse none',
  { timeout: 60_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { begin, use, chains, clock } = refreshServer();
        const tokens = [textOf((await begin()).body['refresh_token'])];
        /** When, and with which scope, each token was used first. */
        const used = new Map<string, { readonly at: number; readonly scope: string | undefined }>();
        let revoked = false;
        for (const { wait, back, scope } of steps) {
          clock.advance(wait);
          const at = clock.nowMs() / 1000;
          const token = tokens.at(-1 - back) ?? tokens[0] ?? '';
          const before = used.get(token);
          revoked ||= before !== undefined && (at - before.at >= 10 || before.scope !== scope);
          const { status, body } = await use(token, scope === undefined ? {} : { scope });
          expect(status).toBe(revoked ? 400 : 200);
          expect(await chains()).toHaveLength(revoked ? 0 : 1);
          if (revoked || before !== undefined) continue;
          used.set(token, { at, scope });
          tokens.push(textOf(body['refresh_token']));
        }
      }),
      { numRuns: 500 },
    );
  },
);
