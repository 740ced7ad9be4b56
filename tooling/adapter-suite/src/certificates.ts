import { generateKeyPairSync, randomInt, sign, type KeyObject } from 'node:crypto';
import { der } from './der.js';

/** A certificate and its private key. */
export interface TestCertificate {
  readonly name: string;
  readonly der: Buffer;
  /** The certificate in PEM. */
  readonly cert: string;
  /** The private key in PEM. */
  readonly key: string;
}

const commonName = '2.5.4.3';
const basicConstraints = '2.5.29.19';
const subjectAltName = '2.5.29.17';
const ed25519 = '1.3.101.112';
const dayMs = 86_400_000;

/** Creates a certificate for `localhost`, valid for a day; without `issuer` it is self-signed. */
export function createCertificate(name: string, issuer?: TestCertificate): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const toBeSigned = formatToBeSigned(name, issuer?.name ?? name, publicKey);
  const signature = sign(null, toBeSigned, issuer?.key ?? key);
  const certificate = der.sequence(toBeSigned, algorithm, der.bits(signature));
  return { name, der: certificate, cert: formatPem(certificate), key };
}

const algorithm = der.sequence(der.objectId(ed25519));

/** @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
function formatToBeSigned(subject: string, issuer: string, publicKey: KeyObject): Buffer {
  const now = Date.now();
  return der.sequence(
    der.tagged(0, der.smallInteger(2)),
    der.smallInteger(randomInt(1, 128)),
    algorithm,
    formatName(issuer),
    der.sequence(der.time(new Date(now - dayMs)), der.time(new Date(now + dayMs))),
    formatName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der.tagged(3, der.sequence(certificateAuthority, localhost)),
  );
}

const certificateAuthority = der.sequence(
  der.objectId(basicConstraints),
  der.octets(der.sequence(der.true())),
);

const localhost = der.sequence(
  der.objectId(subjectAltName),
  der.octets(der.sequence(Buffer.concat([Buffer.of(0x82, 9), Buffer.from('localhost')]))),
);

function formatName(name: string): Buffer {
  return der.sequence(der.set(der.sequence(der.objectId(commonName), der.text(name))));
}

function formatPem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
