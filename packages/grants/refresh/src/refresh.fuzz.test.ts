import fc from 'fast-check';
import { expect, it } from 'vitest';
import { refreshServer, expectText } from '../test/refresh-server.js';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.constant(''));

// #325
it('any text in place of a refresh token is refused with 400', { timeout: 60_000 }, async () => {
  const { startGrant, requestRefresh, events, findUsableRefreshTokens } = refreshServer();
  const issued = expectText((await startGrant()).body['refresh_token']);
  const similarToken = fc.nat(58).map((at) => `${issued.slice(0, at)}x${issued.slice(at + 1)}`);
  await fc.assert(
    fc.asyncProperty(fc.oneof(text, similarToken), async (sent) => {
      fc.pre(sent !== issued);
      expect((await requestRefresh(sent)).status).toBe(400);
    }),
    { numRuns: 300 },
  );
  expect(events.of('request.failed')).toEqual([]);
  expect(await findUsableRefreshTokens()).toHaveLength(1);
});

/** One request with a token of the grant. */
const step = fc.record({
  /** Seconds that pass before it. */
  wait: fc.constantFrom(0, 1, 9, 10, 60),
  /** How many tokens were issued after this one: 0 is the newest. */
  back: fc.constantFrom(0, 0, 0, 1, 2),
  scope: fc.constantFrom(undefined, 'read'),
});

// #313
it(
  'any sequence of refreshes leaves one usable refresh token, or none after reuse',
  { timeout: 60_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { startGrant, requestRefresh, findUsableRefreshTokens, clock } = refreshServer();
        const tokens = [expectText((await startGrant()).body['refresh_token'])];
        /** When, and with which scope, each token was first used. */
        const used = new Map<string, { readonly at: number; readonly scope: string | undefined }>();
        let revoked = false;
        for (const { wait, back, scope } of steps) {
          clock.advance(wait);
          const at = clock.nowMs() / 1000;
          const token = tokens.at(-1 - back) ?? tokens[0] ?? '';
          const before = used.get(token);
          revoked ||= before !== undefined && (at - before.at >= 10 || before.scope !== scope);
          const { status, body } = await requestRefresh(
            token,
            scope === undefined ? {} : { scope },
          );
          expect(status).toBe(revoked ? 400 : 200);
          expect(await findUsableRefreshTokens()).toHaveLength(revoked ? 0 : 1);
          if (revoked || before !== undefined) continue;
          used.set(token, { at, scope });
          tokens.push(expectText(body['refresh_token']));
        }
      }),
      { numRuns: 500 },
    );
  },
);
