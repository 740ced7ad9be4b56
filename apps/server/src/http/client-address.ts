import type { IncomingMessage } from 'node:http';
import type { HttpRequest } from '@oauth/core';

const header = 'x-client-address';

/**
 * Writes the client's network into a header of the request, over the value that a client sent. Each
 * trusted proxy appends an address to X-Forwarded-For; a client may have forged what stands before.
 */
export function noteClientAddress(incoming: IncomingMessage, proxies: number): void {
  const connected = incoming.socket.remoteAddress ?? '';
  const forwarded = String(incoming.headers['x-forwarded-for'] ?? '').split(',');
  const address = (proxies === 0 ? '' : forwarded.at(-proxies)?.trim()) || connected;
  incoming.headers[header] = toNetwork(address);
}

/** The client's IPv4 address, or the /64 network of its IPv6 address. */
export function getClientNetwork(request: HttpRequest): string {
  return request.headers.get(header) ?? '';
}

/** A client with an IPv6 address usually has the 2^64 addresses of its network. */
function toNetwork(address: string): string {
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
