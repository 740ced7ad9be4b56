import { expect, test, vi } from 'vitest';

test('the README’s first example prints a token response', async () => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  await import('./quickstart.js');
  expect(log).toHaveBeenCalledExactlyOnceWith(200, expect.stringContaining('"access_token"'));
});
