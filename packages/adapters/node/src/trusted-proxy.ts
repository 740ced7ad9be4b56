import { BlockList, isIP } from 'node:net';
import { checkOptionNames, type Check, type OptionNames } from '@oauth/core/plugin';
import {
  certificateParsers,
  type CertificateFormat,
  type ParseCertificate,
} from './forwarded-certificate.js';

/**
 * Which headers of a proxy are believed. The proxy must overwrite or append to each of them: a
 * client can send any header.
 */
export interface TrustedProxy {
  /**
   * Addresses and CIDR ranges of the proxies. The headers of a request from another address are not
   * read; its peer is the other end of its connection. `certificateHeader` requires it, because a
   * client that reaches the server could write any certificate. Default: every request counts as a
   * proxy's, so nothing but the proxy may reach the server.
   */
  readonly from?: readonly string[] | undefined;
  /**
   * Header with the client's address: a list to which each proxy appends, as `X-Forwarded-For`, or
   * one address that the proxy overwrites, as `X-Real-IP`.
   */
  readonly addressHeader?: string | undefined;
  /** Number of trusted proxies that append to `addressHeader`. Default 1. */
  readonly hops?: number | undefined;
  /** Header with the client certificate of a TLS connection that ends at the proxy. Needs `from`. */
  readonly certificateHeader?: string | undefined;
  /**
   * How `certificateHeader` is written: `url-encoded-pem`, as nginx's `$ssl_client_escaped_cert`
   * (default), or `rfc9440`, as the `Client-Cert` of that RFC.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9440#section-2.2
   */
  readonly certificateFormat?: CertificateFormat | undefined;
  /**
   * Header that is `SUCCESS` if a certificate authority that the proxy trusts has issued the
   * certificate, as nginx's `$ssl_client_verify`. Without it no certificate counts as trusted.
   */
  readonly certificateVerifiedHeader?: string | undefined;
}

/** A checked {@link TrustedProxy}. */
export interface ProxyRules {
  readonly isProxy: (address: string | undefined) => boolean;
  readonly addressHeader: string | undefined;
  readonly hops: number;
  readonly certificateHeader: string | undefined;
  readonly parseCertificate: ParseCertificate;
  readonly certificateVerifiedHeader: string | undefined;
}

const optionNames: OptionNames<TrustedProxy> = {
  from: true,
  addressHeader: true,
  hops: true,
  certificateHeader: true,
  certificateFormat: true,
  certificateVerifiedHeader: true,
};

/** Notes what is wrong with the option `trustedProxy`, and makes it into rules. */
export function createProxyRules(options: TrustedProxy, check: Check): ProxyRules {
  const { hops = 1, certificateFormat = 'url-encoded-pem', ...headers } = options;
  const { addressHeader, certificateHeader, certificateVerifiedHeader } = headers;
  checkOptionNames(options, optionNames, check, 'trustedProxy.');
  checkHeaders(headers, check);
  check(
    Number.isSafeInteger(hops) && hops > 0,
    'trustedProxy.hops',
    `is ${hops}; write how many trusted proxies append to addressHeader, at least 1`,
  );
  check(
    Object.hasOwn(certificateParsers, certificateFormat),
    'trustedProxy.certificateFormat',
    `is '${certificateFormat}'; the formats are ${Object.keys(certificateParsers).join(', ')}`,
  );
  return {
    isProxy: createProxyTest(options.from, check),
    addressHeader,
    hops,
    certificateHeader,
    parseCertificate: certificateParsers[certificateFormat],
    certificateVerifiedHeader,
  };
}

/** A field name. @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2 */
const headerName = /^[\w!#$%&'*+.^`|~-]+$/;

function checkHeaders(options: TrustedProxy, check: Check): void {
  const { from, addressHeader, certificateHeader, certificateVerifiedHeader } = options;
  const headers = { addressHeader, certificateHeader, certificateVerifiedHeader };
  for (const [name, header] of Object.entries(headers))
    check(
      header === undefined || headerName.test(header),
      `trustedProxy.${name}`,
      `is '${String(header)}', which is not the name of a header`,
    );
  check(
    addressHeader !== undefined || certificateHeader !== undefined,
    'trustedProxy',
    'names no header; write addressHeader, certificateHeader or both, or leave trustedProxy out',
  );
  check(
    addressHeader?.toLowerCase() !== 'forwarded',
    'trustedProxy.addressHeader',
    "is 'Forwarded', whose syntax (RFC 7239) is not supported; let the proxy send X-Forwarded-For",
  );
  check(
    certificateHeader === undefined || from !== undefined,
    'trustedProxy.from',
    'is missing beside certificateHeader, so any client could send a certificate that is not its own; list the addresses of the proxies',
  );
  check(
    certificateVerifiedHeader === undefined || certificateHeader !== undefined,
    'trustedProxy.certificateVerifiedHeader',
    'says nothing without certificateHeader; add that, or leave this out',
  );
}

function createProxyTest(from: readonly string[] | undefined, check: Check): ProxyRules['isProxy'] {
  if (from === undefined) return () => true;
  check(
    from.length > 0,
    'trustedProxy.from',
    'is empty, so no proxy is trusted; list the addresses of the proxies, or leave it out',
  );
  const proxies = new BlockList();
  for (const [at, text] of from.entries()) {
    const range = parseRange(text);
    const fault = findRangeFault(range);
    check(fault === undefined, `trustedProxy.from[${at}]`, `is '${text}', which ${fault ?? ''}`);
    if (range !== undefined) addRange(proxies, range);
  }
  return (address) => address !== undefined && proxies.check(address, getFamily(address));
}

/** By IP version. */
const addressBits: ReadonlyMap<number, number> = new Map([
  [4, 32],
  [6, 128],
]);

interface AddressRange {
  readonly address: string;
  readonly prefixLength: number;
}

/** Reads an address or CIDR range; `undefined` if it is neither. */
function parseRange(text: string): AddressRange | undefined {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const longestPrefix = addressBits.get(isIP(address));
  if (longestPrefix === undefined) return undefined;
  const prefixLength = Number(prefix ?? longestPrefix);
  return prefixLength > longestPrefix ? undefined : { address, prefixLength };
}

function addRange(list: BlockList, { address, prefixLength }: AddressRange): void {
  list.addSubnet(address, prefixLength, getFamily(address));
}

function findRangeFault(range: AddressRange | undefined): string | undefined {
  if (range === undefined)
    return 'is neither an IP address nor a CIDR range such as 10.0.0.0/8; write one of the two';
  if (isIP(range.address) === 6 && coversMappedAddresses(range))
    return 'covers every IPv4 address as well, as ::ffff:0:0/96; write a narrower range';
  return undefined;
}

/**
 * Whether an IPv6 range covers `::ffff:0:0/96`. BlockList finds an IPv4 address in such a range, so
 * it would trust every IPv4 client.
 */
function coversMappedAddresses(range: AddressRange): boolean {
  const list = new BlockList();
  addRange(list, range);
  return list.check('0.0.0.0') && list.check('255.255.255.255');
}

function getFamily(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
