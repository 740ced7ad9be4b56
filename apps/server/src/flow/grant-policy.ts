import { OAuthError } from '@oauth/core';
import { clientAddress } from '../http/client-address.js';
import type { PluginParts } from '../server/plugins.js';
import type { Users } from '../users/users.js';
import type { FlowParts } from './parts.js';

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
      const before = await parts.connections.find(subject, clientId);
      const since = before?.since ?? now;
      const used = { scope, asked: scope, since, lastUsedAt: now, rememberedUntil: 0 };
      await parts.connections.save({ subject, clientId, ...used, ...before });
      return { subject, details: { auth_time: now } };
    },
    async mayContinue({ subject, clientId }) {
      if (subject === undefined || (await users.find(subject)) === undefined) return false;
      const connection = await parts.connections.find(subject, clientId);
      if (connection === undefined) return false;
      await parts.connections.save({ ...connection, lastUsedAt: parts.now() });
      return true;
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
