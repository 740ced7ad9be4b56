import fc from 'fast-check';
import { expect, it } from 'vitest';
import { basic, bodyOf, rawBasic } from '../testing-support/requests.js';
import { serve } from '../testing-support/serve.js';

const form = 'grant_type=client_credentials';
const grant_types = ['client_credentials'];
const wellFormed = fc
  .string({ unit: 'grapheme', minLength: 1 })
  .filter((s) => !/[\0\ufffd]/.test(s));

// #118
it('any id and secret that are encoded get through', async () => {
  const printable = fc.string({ unit: 'grapheme-ascii', minLength: 1 });
  await fc.assert(
    fc.asyncProperty(printable, wellFormed, async (client_id, client_secret) => {
      const { token } = serve({ clients: [{ client_id, client_secret, grant_types }] });
      expect((await token(form, basic(client_id, client_secret))).status).toBe(200);
    }),
  );
});

// #119
it('any secret without % and + gets through raw', async () => {
  const raw = wellFormed.filter((secret) => !/[%+]/.test(secret));
  await fc.assert(
    fc.asyncProperty(raw, async (client_secret) => {
      const { token } = serve({ clients: [{ client_id: 'web', client_secret, grant_types }] });
      expect((await token(form, rawBasic(`web:${client_secret}`))).status).toBe(200);
    }),
  );
});

// #106
it('no Authorization header makes the server fail or gets in by chance', async () => {
  const { token, store } = serve();
  const header = fc.oneof(
    fc.string({ unit: 'binary-ascii' }),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('base64')),
    fc.string({ unit: fc.constantFrom('=', 'A', 'Q', '/', '+', ' ', ','), maxLength: 12 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('Basic ', 'basic  ', ''), header, async (scheme, text) => {
      const response = await token(form, { Authorization: scheme + text });
      expect(bodyOf(response)).toMatchObject({ error: 'invalid_client' });
      expect(response.status).toBe(401);
    }),
    { numRuns: 1000 },
  );
  expect(store.records.size).toBe(0);
});
