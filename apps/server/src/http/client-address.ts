import type { IncomingMessage } from 'node:http';
import type { HttpRequest } from '@oauth/core';

const header = 'x-client-address';

/**
 * Notes where a request comes from, in place of whatever a client claims. Each trusted proxy has
 * added one address to X-Forwarded-For; what stands before those, anybody may have written.
 */
export function noteClientAddress(incoming: IncomingMessage, proxies: number): void {
  const socket = incoming.socket.remoteAddress ?? '';
  const forwarded = String(incoming.headers['x-forwarded-for'] ?? '').split(',');
  const claimed = proxies === 0 ? undefined : forwarded.at(-proxies)?.trim();
  incoming.headers[header] = network(claimed === undefined || claimed === '' ? socket : claimed);
}

/** Where a request comes from: an IPv4 address, or the network of an IPv6 one. */
export function clientAddress(request: HttpRequest): string {
  return request.headers.get(header) ?? '';
}

/** Whoever has one IPv6 address has the 2^64 of its network. */
function network(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address.slice(0, 64);
  const [head = '', tail] = address.split('::', 2);
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  const groups = tail === undefined ? before : [...before, ...zeros, ...after];
  return `${groups.slice(0, 4).join(':')}::/64`.slice(0, 64);
}
