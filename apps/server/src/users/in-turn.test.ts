import { expect, it } from 'vitest';
import { inTurn } from './in-turn.js';
import { digestPassword, verifyPassword } from './password.js';

it('passwords can be checked for many at once, in turn, and not for everybody', async () => {
  const digest = await digestPassword('right', { ln: 10, r: 8, p: 1 });
  const results = await Promise.allSettled(
    Array.from({ length: 300 }, () => inTurn(() => verifyPassword('right', digest))),
  );
  const right = results.filter(({ status }) => status === 'fulfilled');
  const refused = results.flatMap((one): unknown[] =>
    one.status === 'rejected' ? [one.reason] : [],
  );
  expect(right.length).toBeGreaterThanOrEqual(200);
  expect(refused[0]).toMatchObject({ code: 'temporarily_unavailable', status: 503 });
  expect(await verifyPassword('right', digest)).toBe(true);
});
