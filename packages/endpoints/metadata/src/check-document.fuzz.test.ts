import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ConfigurationError, type JsonObject, type Server } from '@oauth/core';
import {
  getDocument,
  parseObject,
  pluginWithMetadata,
  metadataServer,
} from '../test/metadata-server.js';

const names = fc.oneof(
  fc.string(),
  fc.constantFrom('issuer', 'jwks_uri', 'token_endpoint', 'scopes_supported', 'signed_metadata'),
  fc.constantFrom('op_tos_uri', 'ui_locales_supported', 'x_supported', '__proto__', 'toString'),
);
const texts = fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' }));
const values = fc.oneof(texts, fc.boolean(), fc.array(texts, { maxLength: 3 }), fc.jsonValue());
const members = fc
  .array(fc.tuple(names, values), { maxLength: 4 })
  .map((pairs) => parseObject(JSON.stringify(Object.fromEntries(pairs))));

/** Members as a list, because a name may be that of a member of Object.prototype. */
const formatMembers = (object: JsonObject) =>
  Object.entries(object).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);

it('members of a plugin are refused, or served beside all derived members', async () => {
  const derived = formatMembers(
    await getDocument(metadataServer({}, { clients: [], plugins: [] })),
  );
  let made = 0;
  await fc.assert(
    fc.asyncProperty(members, members, async (pluginMembers, extra) => {
      let server: Server;
      try {
        server = metadataServer(
          { extra },
          { clients: [], plugins: [pluginWithMetadata('stranger', pluginMembers)] },
        );
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(ConfigurationError);
        return;
      }
      made += 1;
      const all = formatMembers(await getDocument(server));
      expect(all).toEqual(
        expect.arrayContaining([
          ...derived,
          ...formatMembers(pluginMembers),
          ...formatMembers(extra),
        ]),
      );
    }),
    { numRuns: 500 },
  );
  expect(made).toBeGreaterThan(0);
});
