import assert from 'node:assert/strict';
import { webApp } from '../clients.js';
import type { Answer } from '../scenario.js';

/** What an answer with both tokens says beside them. */
const rest = { token_type: 'Bearer', expires_in: 3600, scope: webApp.scope };

/** An answer with tokens that open nothing. */
export const fixedPair = {
  access_token: 'x'.repeat(43),
  ...rest,
  refresh_token: 'x'.repeat(43),
};

/** Both tokens of a right answer. */
export function pairOf({ status, headers, body }: Answer): readonly unknown[] {
  assert.equal(status, 200);
  assert.match(headers.get('content-type') ?? '', /^application\/json/);
  assert.equal(headers.get('cache-control'), 'no-store');
  const { access_token: access, refresh_token: refresh, ...others } = body;
  assert.deepEqual(others, rest);
  for (const token of [access, refresh])
    assert.ok(typeof token === 'string' && /^[\w-]{43,}$/.test(token));
  return [access, refresh];
}
