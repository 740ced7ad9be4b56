import { expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { refreshServer } from '../test/refresh-server.js';

it('that cannot work are faults of the configuration, all at once', () => {
  const options = { idleLifetime: 0, absoluteLifetime: 1.5, gracePeriod: -1 };
  expect(() => refreshServer(options)).toThrow(ConfigurationError);
  expect(() => refreshServer(options)).toThrow(
    /refresh\.idleLifetime: .*\nrefresh\.absoluteLifetime: .*\nrefresh\.gracePeriod: /,
  );
});

it.each([0, -1, 1.5, NaN, Infinity])('a function that gives %d issues nothing', async (seconds) => {
  for (const options of [{ idleLifetime: () => seconds }, { absoluteLifetime: () => seconds }]) {
    const { begin, events, chains } = refreshServer(options);
    expect((await begin()).body).toEqual({ error: 'server_error' });
    expect(events.of('request.failed')).toMatchObject([{ reason: 'refresh_token.lifetime' }]);
    expect(await chains()).toEqual([]);
  }
});
