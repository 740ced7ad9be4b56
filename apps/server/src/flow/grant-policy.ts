import { OAuthError } from '@oauth/core';
import { getClientNetwork } from '../http/client-address.js';
import type { PluginCallbacks } from '../server/plugins.js';
import type { Users } from '../users/users.js';
import type { FlowContext } from './flow-context.js';
import { markAppUsed } from './mark-app-used.js';

/**
 * Answers the grants' questions about users: the password, and whether the user still exists and has
 * the app connected. Disabling a user or removing an app revokes what is stored; a code that reaches
 * the store only after that is refused here when it is redeemed.
 */
export function grantPolicy(context: FlowContext, users: Users): PluginCallbacks {
  const { connections, store, emit, now } = context;
  return {
    async authenticateUser(username, password, request) {
      const network = getClientNetwork(request.http);
      const result = await context.authenticateUser(username, password, network);
      if ('retryAfter' in result) throw tooManyAttemptsError(result.retryAfter);
      if ('refused' in result) return undefined;
      const { subject } = result.user;
      const clientId = request.client.client_id;
      const at = now();
      const scope = request.scope();
      const connection = { clientId, scope, asked: scope, since: at, rememberedUntil: 0 };
      await connections.update(subject, clientId, (before) => ({
        ...(before ?? connection),
        lastUsedAt: at,
      }));
      return { subject, details: { auth_time: at } };
    },
    async beforeIssue(issuance, request) {
      const { subject, consumes } = issuance;
      const { grantType, client } = request;
      // Refresh tokens are checked by `canContinue`. Without a subject there is no user to ask.
      if (subject === undefined || grantType === 'refresh_token') return issuance;
      const clientId = client.client_id;
      const exists = (await users.find(subject)) !== undefined;
      if (exists && (await connections.find(subject, clientId))) return issuance;
      if (consumes !== undefined) {
        const { grantId } = consumes;
        await store.revoke({ grantId });
        emit({ type: 'grant.revoked', reason: endedReason, subject, clientId, grantId });
      }
      throw grantEndedError(grantType);
    },
    async canContinue({ subject, clientId }) {
      if (subject === undefined || (await users.find(subject)) === undefined) return false;
      return (await markAppUsed(context, subject, clientId)) !== undefined;
    },
  };
}

const endedReason = 'grant.ended';

/** RFC 6749 section 4.2.2.1 has no invalid_grant for an authorization response. */
function grantEndedError(grantType: string): OAuthError {
  return new OAuthError(grantType === 'implicit' ? 'access_denied' : 'invalid_grant', {
    reason: endedReason,
    description: 'The user can no longer sign in, or has removed the client.',
  });
}

function tooManyAttemptsError(retryAfter: number): OAuthError {
  return new OAuthError('invalid_grant', {
    reason: 'user.must_wait',
    description: `There were too many attempts with this username. Try again in ${retryAfter} seconds.`,
    status: 429,
    headers: { 'Retry-After': String(retryAfter) },
  });
}
