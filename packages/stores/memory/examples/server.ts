// #region server
import { createServer } from '@oauth/core';
import { defineGrant } from '@oauth/core/plugin';
import { memoryStore } from '@oauth/store-memory';

export const users = defineGrant({
  name: 'users',
  grants: {
    'urn:example:user': {
      clients: 'any',
      handle: (request) => ({
        subject: request.parameters.required('user'),
        scope: request.scope(),
      }),
    },
  },
});

export const store = memoryStore({ maxRecords: 200_000 });

export const server = createServer({
  issuer: 'https://auth.example.com',
  clients: [
    {
      client_id: 'app',
      token_endpoint_auth_method: 'none',
      grant_types: ['urn:example:user'],
      scope: 'read',
    },
  ],
  store,
  plugins: [users],
});
// #endregion

// #region revoke
/** Ends all that a user has granted, or what they granted to one client. */
export async function disconnect(subject: string, clientId?: string): Promise<number> {
  return store.revoke({ subject, clientId });
}
// #endregion
