import { OAuthError } from '@oauth/core';
import { clientAddress } from '../http/client-address.js';
import type { PluginParts } from '../server/plugins.js';
import type { Users } from '../users/users.js';
import { noteUse, type FlowParts } from './parts.js';

/** What grants ask about users: their passwords, and whether they still let a client in. */
export function grantPolicy(parts: FlowParts, users: Users): PluginParts {
  return {
    async authenticateUser(username, password, request) {
      const result = await parts.authenticate(username, password, clientAddress(request.http));
      if ('wait' in result) throw mustWait(result.wait);
      if ('wrong' in result) return undefined;
      const { subject } = result.user;
      const clientId = request.client.client_id;
      const now = parts.now();
      const scope = request.scope();
      const used = { scope, asked: scope, since: now, rememberedUntil: 0 };
      await parts.connections.update(subject, clientId, (before) => ({
        ...(before ?? { clientId, ...used }),
        lastUsedAt: now,
      }));
      return { subject, details: { auth_time: now } };
    },
    async mayContinue({ subject, clientId }) {
      if (subject === undefined || (await users.find(subject)) === undefined) return false;
      return (await noteUse(parts, subject, clientId)) !== undefined;
    },
  };
}

function mustWait(seconds: number): OAuthError {
  return new OAuthError('invalid_grant', {
    reason: 'user.must_wait',
    description: `Too many attempts. Try again in ${seconds} seconds.`,
    status: 429,
    headers: { 'Retry-After': String(seconds) },
  });
}
