import { isIP } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseForwardedAddress } from './forwarded-address.js';

const address = fc.oneof(fc.ipV4(), fc.ipV6());
const entry = fc.oneof(fc.string(), address, fc.constantFrom('[', ']', ':', '::', '%', 'for='));
const header = fc.array(entry, { maxLength: 6 }).map((entries) => entries.join(','));

it('gives an IP address or none, whatever a client sends', () => {
  fc.assert(
    fc.property(header, fc.integer({ min: 1, max: 8 }), (value, hops) => {
      const parsed = parseForwardedAddress(value, hops);
      expect(parsed === undefined || isIP(parsed) > 0).toBe(true);
    }),
  );
});

it('gives what the proxy has appended, whatever the client has sent before', () => {
  fc.assert(
    fc.property(fc.string(), fc.ipV4(), (sent, appended) => {
      expect(parseForwardedAddress(`${sent}, ${appended}`, 1)).toBe(appended);
    }),
  );
});
