import { expect, it } from 'vitest';
import { serveSite } from './harness/served-site.js';

it.each(['/signin', '/authorize?client_id=web'])(
  'refuses a form that is too large for %s, and reports no failure of the server',
  async (path) => {
    const served = await serveSite();
    const body = new URLSearchParams({ username: 'x'.repeat(70_000) });
    const { status } = await fetch(served.issuer + path, { method: 'POST', body });
    await served.close();
    expect(status).toBe(413);
    expect(served.site.events.all).toMatchObject([
      { type: 'request.refused', reason: 'request.too_large', error: 'invalid_request' },
    ]);
  },
);
