import { expect, it } from 'vitest';
import { server } from '../examples/web-application.js';
import { authorizationRequest, getRedirectParameters } from '../test/server-fixture.js';

it('the example of the README gives a code for an authorization request', async () => {
  const request = authorizationRequest({ client_id: 'shop' });
  expect(getRedirectParameters(await server.handle(request)).get('code')).toMatch(/^[\w-]{59}$/);
});
