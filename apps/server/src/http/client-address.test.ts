import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { clientAddress, noteClientAddress } from './client-address.js';

function noted(remoteAddress: string, proxies: number, headers: Record<string, string>): string {
  const incoming = new IncomingMessage(new Socket());
  Object.defineProperty(incoming.socket, 'remoteAddress', { value: remoteAddress });
  Object.assign(incoming.headers, headers);
  noteClientAddress(incoming, proxies);
  return clientAddress({
    method: 'GET',
    url: '/',
    headers: { get: (name) => String(incoming.headers[name]) },
    text: () => Promise.resolve(''),
  });
}

const forwarded = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7, 192.0.2.1' };

describe('where a request comes from', () => {
  it.each([
    ['the connection says, without a proxy', 0, forwarded, '10.0.0.1'],
    ['one proxy says', 1, forwarded, '192.0.2.1'],
    ['the outer one of two proxies says', 2, forwarded, '198.51.100.7'],
    ['the connection says, when no proxy did', 1, {}, '10.0.0.1'],
    ['the connection says, when there are too few', 4, forwarded, '10.0.0.1'],
    ['no client says itself', 0, { 'x-client-address': '1.1.1.1' }, '10.0.0.1'],
  ])('%s', (_, proxies, headers, expected) => {
    expect(noted('10.0.0.1', proxies, headers)).toBe(expected);
  });

  it.each([
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('is a network: %s', (address, expected) => {
    expect(noted(address, 0, {})).toBe(expected);
  });
});
