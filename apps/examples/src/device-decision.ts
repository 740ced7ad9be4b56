import {
  type AuthorizationDecision,
  type AuthorizationRequest,
  assertScopeAllowed,
  decideAuthorization,
  formatScope,
  type HttpRequest,
  type Server,
  type ServerContext,
  type StoredRecord,
  validateDirectAuthorization,
} from '@oauth/core/plugin';
import { deviceCodeKind, type DeviceCodeState, withData } from './device-grant.js';
import { normalizeUserCode, userCodes } from './user-code.js';

/** A device code that waits for its user, and the request behind it. */
interface PendingDevice {
  readonly record: StoredRecord;
  readonly request: AuthorizationRequest;
}

/**
 * Finds the request behind a user code, for the page that asks whether this is the user's device.
 *
 * @param http the request of the user's page
 * @returns `undefined` if the user code is unknown, has expired or was decided on
 * @throws OAuthError if the request is no longer valid
 */
export async function findDeviceRequest(
  { context }: Pick<Server, 'context'>,
  http: HttpRequest,
  userCode: string,
): Promise<AuthorizationRequest | undefined> {
  return (await findPendingDevice(context, http, userCode))?.request;
}

/**
 * Carries out what the user has decided about a device, after the hooks of plugins. A decision to
 * `show` a page leaves the request pending.
 *
 * @param http the request of the user's page
 * @returns the decision after hooks; `undefined` where {@link findDeviceRequest} finds none
 * @throws OAuthError if the request is no longer valid, or if a hook refuses
 */
export async function decideDeviceRequest(
  server: Pick<Server, 'context'>,
  http: HttpRequest,
  userCode: string,
  decision: AuthorizationDecision,
): Promise<AuthorizationDecision | undefined> {
  const { context } = server;
  const pending = await findPendingDevice(context, http, userCode);
  if (pending === undefined) return undefined;
  const { record, request } = pending;
  const decided = await decideAuthorization(context, request, decision);
  if ('show' in decided) return decided;
  const { version } = record;
  const changed = { ...applyDecision(pending, decided), version: version + 1 };
  const { committed } = await context.store.commit([{ type: 'update', record: changed }]);
  // The device has polled in between, so its code has another version now.
  if (!committed) return decideDeviceRequest(server, http, userCode, decision);
  await userCodes(context).remove(normalizeUserCode(userCode));
  return decided;
}

/** Validates the request of the device again: its client may have changed since then. */
async function findPendingDevice(
  server: ServerContext,
  http: HttpRequest,
  userCode: string,
): Promise<PendingDevice | undefined> {
  const document = await userCodes(server).find(normalizeUserCode(userCode));
  const record = document && (await server.store.get(document.deviceCodeId));
  const client = record && (await server.findClient(record.clientId));
  if (record?.kind !== deviceCodeKind || client === undefined) return undefined;
  const { state, request: text } = record.data;
  const isPending = state === 'pending' && record.expiresAt > server.now();
  if (!isPending || typeof text !== 'string') return undefined;
  const request = await validateDirectAuthorization(server, {
    http,
    endpoint: 'device_authorization_endpoint',
    parameters: server.parseParameters(text),
    client,
    now: server.now(),
  });
  return { record, request };
}

function applyDecision(
  { record, request }: PendingDevice,
  decision: Exclude<AuthorizationDecision, { readonly show: unknown }>,
): StoredRecord {
  const state: DeviceCodeState = 'approve' in decision ? 'approved' : 'denied';
  if (!('approve' in decision)) return withData(record, { state });
  const { subject, scope = request.scope, audience, details } = decision.approve;
  assertScopeAllowed(scope, new Set(request.scope));
  const data = { state, scope: formatScope(scope), audience, details };
  return { ...withData(record, data), subject };
}
