import { expect, it } from 'vitest';
import { server } from '../examples/web-application.js';
import { authorizationRequest, redirected } from '../test/support.js';

it('the example answers an authorization request', async () => {
  const request = authorizationRequest({ client_id: 'shop' });
  expect(redirected(await server.handle(request)).get('code')).toMatch(/^[\w-]{59}$/);
});
