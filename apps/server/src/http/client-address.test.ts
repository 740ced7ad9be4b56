import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { getClientNetwork, noteClientAddress } from './client-address.js';

function getNetwork(
  remoteAddress: string,
  proxies: number,
  headers: Record<string, string>,
): string {
  const incoming = new IncomingMessage(new Socket());
  Object.defineProperty(incoming.socket, 'remoteAddress', { value: remoteAddress });
  Object.assign(incoming.headers, headers);
  noteClientAddress(incoming, proxies);
  return getClientNetwork({
    method: 'GET',
    url: '/',
    headers: { get: (name) => String(incoming.headers[name]) },
    text: () => Promise.resolve(''),
  });
}

const forwarded = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7, 192.0.2.1' };

describe('the network of a client', () => {
  it.each([
    ['is the connection’s where no proxy is trusted', 0, forwarded, '10.0.0.1'],
    ['is what the one trusted proxy has appended', 1, forwarded, '192.0.2.1'],
    ['is what the outer of two trusted proxies has appended', 2, forwarded, '198.51.100.7'],
    ['is the connection’s where the proxy appended nothing', 1, {}, '10.0.0.1'],
    ['is the connection’s where fewer proxies appended than are trusted', 4, forwarded, '10.0.0.1'],
    [
      'cannot be forged by the header that carries it',
      0,
      { 'x-client-address': '1.1.1.1' },
      '10.0.0.1',
    ],
  ])('%s', (_, proxies, headers, expected) => {
    expect(getNetwork('10.0.0.1', proxies, headers)).toBe(expected);
  });

  it.each([
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('of %s is %s', (address, expected) => {
    expect(getNetwork(address, 0, {})).toBe(expected);
  });
});
