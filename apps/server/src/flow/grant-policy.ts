import type { Issuance, StoredRecord } from '@oauth/core/plugin';
import { type Consent, consentDetail } from '../consents/consent.js';
import { getClientNetwork } from '../http/client-network.js';
import { appError } from '../reasons.js';
import type { PluginCallbacks } from '../server/plugins.js';
import type { UserLookup } from '../users/users.js';
import type { FlowContext } from './flow-context.js';

/**
 * Answers the grants' questions about users: the password, and whether the user and the consent of a
 * grant still stand. Disabling a user or removing an app revokes what is stored; a code that reaches
 * the store only after that is refused here when it is redeemed.
 */
export function grantPolicy(context: FlowContext, users: UserLookup): PluginCallbacks {
  return {
    async authenticateUser(username, password, request) {
      const network = getClientNetwork(request.http);
      const result = await context.authenticateUser(username, password, network);
      if ('retryAfter' in result) throw mustWaitError(result.retryAfter);
      if ('user' in result) {
        const { subject } = result.user;
        const { client_id: clientId } = request.client;
        const { id } = await getPasswordConsent(context, subject, clientId, request.scope());
        return { subject, details: { auth_time: context.now(), [consentDetail]: id } };
      }
      return undefined;
    },
    async beforeIssue(issuance, request) {
      const { subject } = issuance;
      const { grantType, client } = request;
      // `canContinue` has decided on refresh tokens. Without a subject there is no user to ask.
      if (subject === undefined || grantType === 'refresh_token') return issuance;
      const clientId = client.client_id;
      if (await isStillConsented(context, users, { ...issuance, subject, clientId }))
        return issuance;
      await revokeConsumed(context, issuance, clientId);
      throw appError(grantType === 'implicit' ? 'authorization.ended' : 'grant.ended');
    },
    canContinue: async ({ subject, clientId, data }: StoredRecord) =>
      subject !== undefined &&
      (await isStillConsented(context, users, { subject, clientId, details: data.details })),
  };
}

/** A client that has the user's password needs no page; the user can remove it like any other. */
async function getPasswordConsent(
  { consents }: FlowContext,
  subject: string,
  clientId: string,
  scope: readonly string[],
): Promise<Consent> {
  const decision = { clientId, scope, requested: scope, rememberedUntil: 0 };
  return (await consents.find(subject, clientId)) ?? consents.give(subject, decision);
}

interface UserGrant extends Pick<Issuance, 'details'> {
  readonly subject: string;
  readonly clientId: string;
}

async function isStillConsented(
  { consents }: FlowContext,
  users: UserLookup,
  { subject, clientId, details }: UserGrant,
): Promise<boolean> {
  if ((await users.find(subject)) === undefined) return false;
  const consent = await consents.find(subject, clientId);
  return consent !== undefined && consent.id === details?.[consentDetail];
}

async function revokeConsumed(
  { store, emit }: FlowContext,
  { subject, consumes }: Issuance,
  clientId: string,
): Promise<void> {
  if (consumes === undefined) return;
  const { grantId } = consumes;
  await store.revoke({ grantId });
  emit({ type: 'grant.revoked', reason: 'grant.ended', subject, clientId, grantId });
}

function mustWaitError(retryAfter: number): ReturnType<typeof appError> {
  const seconds = String(retryAfter);
  return appError('user.must_wait', { values: { seconds }, headers: { 'Retry-After': seconds } });
}
