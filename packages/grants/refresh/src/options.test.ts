import { expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { refreshServer } from '../test/refresh-server.js';

it('options that cannot work are reported as configuration faults, all at once', () => {
  const options = { idleLifetime: 0, absoluteLifetime: 1.5, gracePeriod: -1 };
  expect(() => refreshServer(options)).toThrow(ConfigurationError);
  expect(() => refreshServer(options)).toThrow(
    /refresh\.idleLifetime: .*\nrefresh\.absoluteLifetime: .*\nrefresh\.gracePeriod: /,
  );
});

it.each([0, -1, 1.5, NaN, Infinity])(
  'a lifetime function that returns %d issues no tokens',
  async (seconds) => {
    for (const options of [{ idleLifetime: () => seconds }, { absoluteLifetime: () => seconds }]) {
      const { startGrant, events, findUsableRefreshTokens } = refreshServer(options);
      expect((await startGrant()).body).toEqual({ error: 'server_error' });
      expect(events.of('request.failed')).toMatchObject([{ reason: 'refresh_token.lifetime' }]);
      expect(await findUsableRefreshTokens()).toEqual([]);
    }
  },
);
