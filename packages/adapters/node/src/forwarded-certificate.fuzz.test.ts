import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCertificate } from '@oauth/adapter-suite';
import { certificateParsers } from './forwarded-certificate.js';

const { cert, der } = createCertificate('app');
const formats = [
  ['url-encoded-pem', encodeURIComponent(cert)],
  ['rfc9440', `:${der.toString('base64')}:`],
] as const;

it.each(formats)('never throws for random text in place of %s', (format) => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      expect(certificateParsers[format](value)).toBe(undefined);
    }),
  );
});

it.each(formats)('gives this certificate or none for %s with a part replaced', (format, valid) => {
  const position = fc.nat({ max: valid.length });
  fc.assert(
    fc.property(position, fc.string({ maxLength: 3 }), (at, inserted) => {
      const changed = valid.slice(0, at) + inserted + valid.slice(at + inserted.length);
      const parsed = certificateParsers[format](changed);
      expect(parsed === undefined || parsed.length > 0).toBe(true);
    }),
  );
});
