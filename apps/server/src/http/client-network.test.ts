import { expect, it } from 'vitest';
import { getClientNetwork } from './client-network.js';

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  [undefined, ''],
])('the network of the client at %s is %j', (address, network) => {
  const request = { method: 'GET', url: '/', headers: new Headers(), text: () => '' };
  expect(getClientNetwork({ ...request, peer: { address } })).toBe(network);
  expect(getClientNetwork(request)).toBe('');
});
