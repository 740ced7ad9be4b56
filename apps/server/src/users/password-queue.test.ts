import { expect, it } from 'vitest';
import { hashPassword, verifyPassword } from './password-hash.js';
import { queuePasswordCheck } from './password-queue.js';

it('checks 200 waiting passwords one after the other, and refuses more with 503', async () => {
  const hash = await hashPassword('right', { ln: 10, r: 8, p: 1 });
  const results = await Promise.allSettled(
    Array.from({ length: 300 }, () => queuePasswordCheck(() => verifyPassword('right', hash))),
  );
  const right = results.filter(({ status }) => status === 'fulfilled');
  const refused = results.flatMap((result): unknown[] =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  expect(right.length).toBeGreaterThanOrEqual(200);
  expect(refused[0]).toMatchObject({ code: 'temporarily_unavailable', status: 503 });
  expect(await verifyPassword('right', hash)).toBe(true);
});
