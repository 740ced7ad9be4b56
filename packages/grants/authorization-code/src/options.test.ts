import { expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { clients, codeServer } from '../test/code-server.js';

it.each([0, -1, 1.5, NaN, Infinity, 601, 60_000])('no code can live %d seconds', (codeLifetime) => {
  expect(() => codeServer({ codeLifetime })).toThrow('authorizationCode.codeLifetime: must be');
});

it('faults come together with those of the clients', () => {
  const others = clients.map((client) => ({ ...client, redirect_uris: ['javascript:alert(1)'] }));
  const options = { codeLifetime: 0, gracePeriod: -1 };
  const make = () => codeServer(options, { clients: others });
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow('clients[2].redirect_uris[0]: must not use the scheme javascript');
  expect(make).toThrow(
    'authorizationCode.gracePeriod: must be a whole number of seconds, 0 to 600',
  );
});
