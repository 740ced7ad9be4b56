import { isIPv4, isIPv6 } from 'node:net';

/**
 * The address that the outermost of `hops` trusted proxies saw. Each proxy appends what it saw, so
 * counting begins at the right end: further left stands what the client itself has sent.
 */
export function parseForwardedAddress(value: string | null, hops: number): string | undefined {
  const entry = value?.split(',').at(-hops)?.trim() ?? '';
  const [, bracketed, beforePort] = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d{1,5})?$/.exec(entry) ?? [];
  if (bracketed !== undefined) return parseIPv6(bracketed);
  return beforePort !== undefined && isIPv4(beforePort) ? beforePort : parseIPv6(entry);
}

/** A zone (`fe80::1%eth0`) means something on the proxy only. */
function parseIPv6(text: string): string | undefined {
  return isIPv6(text) && !text.includes('%') ? unmapAddress(text) : undefined;
}

/**
 * An IPv4 address as such where a socket that listens on IPv6 too writes `::ffff:192.0.2.1`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4291#section-2.5.5.2
 */
export function unmapAddress(address: string): string {
  return /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;
}
