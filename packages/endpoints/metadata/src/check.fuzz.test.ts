import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ConfigurationError, type JsonObject, type Server } from '@oauth/core';
import { documentOf, objectOf, saying, serve } from '../test/parts.js';

const names = fc.oneof(
  fc.string(),
  fc.constantFrom('issuer', 'jwks_uri', 'token_endpoint', 'scopes_supported', 'signed_metadata'),
  fc.constantFrom('op_tos_uri', 'ui_locales_supported', 'x_supported', '__proto__', 'toString'),
);
const texts = fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' }));
const values = fc.oneof(texts, fc.boolean(), fc.array(texts, { maxLength: 3 }), fc.jsonValue());
const members = fc
  .array(fc.tuple(names, values), { maxLength: 4 })
  .map((pairs) => objectOf(JSON.stringify(Object.fromEntries(pairs))));

/** Members one by one, since a name may be that of something all objects have. */
const textOfEach = (object: JsonObject) =>
  Object.entries(object).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);

it('whatever strangers say is refused, or in the document beside all that core says', async () => {
  const core = textOfEach(await documentOf(serve({}, { clients: [], plugins: [] })));
  let made = 0;
  await fc.assert(
    fc.asyncProperty(members, members, async (said, extra) => {
      let server: Server;
      try {
        server = serve({ extra }, { clients: [], plugins: [saying('stranger', said)] });
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(ConfigurationError);
        return;
      }
      made += 1;
      const all = textOfEach(await documentOf(server));
      expect(all).toEqual(
        expect.arrayContaining([...core, ...textOfEach(said), ...textOfEach(extra)]),
      );
    }),
    { numRuns: 500 },
  );
  expect(made).toBeGreaterThan(0);
});
