import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBearer } from './bearer.js';

const read = async (...call: Parameters<typeof readBearer>): Promise<string | undefined> =>
  readBearer(...call);

const header = (value: string) => ({
  method: 'GET',
  url: '/',
  headers: { get: (name: string) => (name === 'authorization' ? value : null) },
  text: () => Promise.resolve(''),
});
const token = fc.stringMatching(/^[A-Za-z0-9\-._~+/]{1,200}={0,2}$/);

describe('what comes in Authorization', () => {
  it('is read back if it is a token', async () => {
    await fc.assert(
      fc.asyncProperty(token, async (text) => {
        expect(await read(header(`Bearer ${text}`), {})).toBe(text);
      }),
    );
  });

  it('is a token, no token or a refusal, whatever it is', async () => {
    const values = fc.oneof(
      fc.string(),
      fc.string().map((text) => `Bearer ${text}`),
      fc.array(token).map((all) => `Bearer ${all.join(' ')}`),
      fc.array(token).map((all) => all.map((one) => `Bearer ${one}`).join(', ')),
    );
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        const outcome = await read(header(value), {}).catch((error: unknown) => error);
        if (outcome === undefined || typeof outcome === 'string')
          expect(outcome ?? 'none').toMatch(/^[A-Za-z0-9\-._~+/]+=*$/);
        else expect(outcome).toMatchObject({ code: 'invalid_request', status: 400 });
      }),
    );
  });

  // #182
  it('takes no longer for a hostile one', async () => {
    const spaces = ' '.repeat(500_000);
    for (const value of [
      `Bearer${spaces}x y`,
      `Bearer x${spaces}y`,
      `Bearer ${'='.repeat(500_000)}x`,
    ]) {
      const start = performance.now();
      await expect(read(header(value), {})).rejects.toMatchObject({ status: 400 });
      expect(performance.now() - start).toBeLessThan(1000);
    }
  });
});

it('reads a form and a query as URLSearchParams does', async () => {
  const parameters = fc.array(fc.tuple(fc.constantFrom('access_token', 'a', ''), fc.string()));
  await fc.assert(
    fc.asyncProperty(parameters, fc.string(), async (pairs, noise) => {
      const form = `${new URLSearchParams(pairs).toString()}&${noise.replaceAll('#', '')}`;
      const presented = new URLSearchParams(form).getAll('access_token').filter(Boolean);
      const request = { ...header(''), url: `/?${form}` };
      const outcome = await read(request, { query: true }).catch(() => 'refused');
      const [one] = presented;
      const good = presented.length === 1 && /^[\w\-.~+/]+=*$/.test(one ?? '');
      expect(outcome).toBe(presented.length === 0 ? undefined : good ? one : 'refused');
    }),
  );
});
