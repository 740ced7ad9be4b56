import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '@oauth/core';
import { assertWellFormed, readAccessToken } from './read-access-token.js';

const schemes = new Set(['bearer', 'dpop']);

async function readToken(
  request: HttpRequest,
  allowTokenInQuery = false,
): Promise<string | undefined> {
  const presented = await readAccessToken(request, { schemes, allowTokenInQuery });
  if (presented !== undefined) assertWellFormed(presented);
  return presented?.token;
}

const requestWithHeader = (value: string) => ({
  method: 'GET',
  url: '/',
  headers: { get: (name: string) => (name === 'authorization' ? value : null) },
  text: () => Promise.resolve(''),
});
const token = fc.stringMatching(/^[A-Za-z0-9\-._~+/]{1,200}={0,2}$/);

describe('readAccessToken, given any Authorization header', () => {
  it('returns a well-formed token unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(token, async (text) => {
        expect(await readToken(requestWithHeader(`Bearer ${text}`))).toBe(text);
      }),
    );
  });

  it('returns a token, returns none or throws invalid_request', async () => {
    const values = fc.oneof(
      fc.string(),
      fc.string().map((text) => `Bearer ${text}`),
      fc.array(token).map((texts) => `Bearer ${texts.join(' ')}`),
      fc.array(token).map((texts) => texts.map((text) => `Bearer ${text}`).join(', ')),
    );
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        const outcome = await readToken(requestWithHeader(value)).catch((error: unknown) => error);
        if (outcome === undefined || typeof outcome === 'string')
          expect(outcome ?? 'none').toMatch(/^[A-Za-z0-9\-._~+/]+=*$/);
        else expect(outcome).toMatchObject({ code: 'invalid_request', status: 400 });
      }),
    );
  });

  // #182
  it('takes linear time for a hostile header', async () => {
    const spaces = ' '.repeat(500_000);
    for (const value of [
      `Bearer${spaces}x y`,
      `Bearer x${spaces}y`,
      `Bearer ${'='.repeat(500_000)}x`,
    ]) {
      const start = performance.now();
      await expect(readToken(requestWithHeader(value))).rejects.toMatchObject({ status: 400 });
      expect(performance.now() - start).toBeLessThan(1000);
    }
  });
});

it('readAccessToken finds the tokens in a query that URLSearchParams finds', async () => {
  const parameters = fc.array(fc.tuple(fc.constantFrom('access_token', 'a', ''), fc.string()));
  await fc.assert(
    fc.asyncProperty(parameters, fc.string(), async (pairs, noise) => {
      const form = `${new URLSearchParams(pairs).toString()}&${noise.replaceAll('#', '')}`;
      const presented = new URLSearchParams(form).getAll('access_token').filter(Boolean);
      const request = { ...requestWithHeader(''), url: `/?${form}` };
      const outcome = await readToken(request, true).catch(() => 'refused');
      const [first] = presented;
      const isGood = presented.length === 1 && /^[\w\-.~+/]+=*$/.test(first ?? '');
      expect(outcome).toBe(presented.length === 0 ? undefined : isGood ? first : 'refused');
    }),
  );
});
