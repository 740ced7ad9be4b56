import type { HttpRequest } from '@oauth/core';

/**
 * The client's IPv4 address, or the /64 network of its IPv6 address: a client with an IPv6 address
 * usually has the 2^64 addresses of its network. Empty where the address is unknown.
 */
export function getClientNetwork({ peer }: HttpRequest): string {
  const address = peer?.address ?? '';
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::', 2);
  const before = head === '' ? [] : head.split(':');
  const end = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(Math.max(0, 8 - before.length - end.length)).fill('0');
  const groups = tail === undefined ? before : [...before, ...zeros, ...end];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
