import { expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { clients, codeServer } from '../test/code-server.js';

it.each([0, -1, 1.5, NaN, Infinity, 601, 60_000])(
  'a codeLifetime of %d seconds is a configuration fault',
  (codeLifetime) => {
    expect(() => codeServer({ codeLifetime })).toThrow('authorizationCode.codeLifetime: must be');
  },
);

it('a misspelt option is a configuration fault', () => {
  const misspelt: object = { requirePKCE: false };
  expect(() => codeServer(misspelt)).toThrow(
    'authorizationCode.requirePKCE: is not an option; the options are codeLifetime, ',
  );
});

it('faults of the options are reported together with those of the clients', () => {
  const otherClients = clients.map((client) => ({
    ...client,
    redirect_uris: ['javascript:alert(1)'],
  }));
  const options = { codeLifetime: 0, gracePeriod: -1 };
  const makeServer = () => codeServer(options, { clients: otherClients });
  expect(makeServer).toThrow(ConfigurationError);
  expect(makeServer).toThrow('clients[2].redirect_uris[0]: must not use the scheme javascript');
  expect(makeServer).toThrow(
    'authorizationCode.gracePeriod: must be a whole number of seconds, 0 to 600, not -1',
  );
});
