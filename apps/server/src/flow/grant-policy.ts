import { OAuthError } from '@oauth/core';
import { clientAddress } from '../http/client-address.js';
import type { PluginParts } from '../server/plugins.js';
import type { Users } from '../users/users.js';
import { noteUse, type FlowParts } from './parts.js';

/**
 * What grants ask about users: their passwords, and whether they still let a client in. Whoever
 * disables a user or ends a connection revokes what is stored; what was on its way to the store at
 * that moment is refused when it is used.
 */
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
    async beforeIssue(issuance, request) {
      const { subject, consumes } = issuance;
      const { grantType, client } = request;
      // A refresh asks `canContinue`; without a subject nobody is behind it who could take it back.
      if (subject === undefined || grantType === 'refresh_token') return issuance;
      const clientId = client.client_id;
      const isThere = (await users.find(subject)) !== undefined;
      if (isThere && (await parts.connections.find(subject, clientId))) return issuance;
      if (consumes !== undefined) {
        const { grantId } = consumes;
        await parts.store.revoke({ grantId });
        parts.emit({ type: 'grant.revoked', reason: ended, subject, clientId, grantId });
      }
      throw hasEnded(grantType);
    },
    async canContinue({ subject, clientId }) {
      if (subject === undefined || (await users.find(subject)) === undefined) return false;
      return (await noteUse(parts, subject, clientId)) !== undefined;
    },
  };
}

const ended = 'grant.ended';

/** An authorization response has another code for it (RFC 6749 section 4.2.2.1). */
function hasEnded(grantType: string): OAuthError {
  return new OAuthError(grantType === 'implicit' ? 'access_denied' : 'invalid_grant', {
    reason: ended,
    description: 'The user can no longer sign in, or has taken it back.',
  });
}

function mustWait(seconds: number): OAuthError {
  return new OAuthError('invalid_grant', {
    reason: 'user.must_wait',
    description: `Too many attempts. Try again in ${seconds} seconds.`,
    status: 429,
    headers: { 'Retry-After': String(seconds) },
  });
}
