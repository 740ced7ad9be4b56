import { X509Certificate } from 'node:crypto';

/** The ways in which proxies write a client certificate into a header. */
export type CertificateFormat = 'url-encoded-pem' | 'rfc9440';

/** The certificate in DER; `undefined` unless the header holds exactly one. */
export type ParseCertificate = (value: string) => Uint8Array | undefined;

/**
 * Each pattern matches a whole header. Where a client has sent the header as well and the proxy
 * appends to it, node joins both by a comma, and neither is taken.
 */
const pem = /^-----BEGIN CERTIFICATE-----\s([A-Za-z\d+/=\s]+)-----END CERTIFICATE-----\s*$/;
const byteSequence = /^:([A-Za-z\d+/]+={0,2}):$/;

/** By the option `certificateFormat`. */
export const certificateParsers: Readonly<Record<CertificateFormat, ParseCertificate>> = {
  'url-encoded-pem': (value) => parseDer(pem.exec(percentDecode(value))?.[1]),
  rfc9440: (value) => parseDer(byteSequence.exec(value)?.[1]),
};

function percentDecode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}

function parseDer(base64: string | undefined): Uint8Array | undefined {
  if (base64 === undefined) return undefined;
  try {
    return new X509Certificate(Buffer.from(base64, 'base64')).raw;
  } catch {
    return undefined;
  }
}
