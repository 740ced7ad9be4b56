import type {
  Approval,
  Change,
  ClientRequest,
  Endpoint,
  GrantHandler,
  HttpResponse,
  Seconds,
  Server,
  ServerContext,
  StoredRecord,
} from '@oauth/core';
import {
  createGrantId,
  createToken,
  clientEndpoint,
  defineGrant,
  formatScope,
  getGrantTypes,
  type GrantPlugin,
  json,
  OAuthError,
  type OAuthErrorOptions,
} from '@oauth/core/plugin';
import { poll, type DeviceState } from './device-poll.js';
import { findUserCode, newUserCode, userCodeId } from './user-code.js';

const grantType = 'urn:ietf:params:oauth:grant-type:device_code';

/** Options of {@link deviceAuthorization}. */
export interface DeviceAuthorizationOptions {
  /** The app's page where users type their code. */
  readonly verificationUri: string;
  /** Seconds in which the user has to decide. Default: 600. */
  readonly codeLifetime?: Seconds | undefined;
  /** Seconds between two questions of the device. Default: 5. */
  readonly interval?: Seconds | undefined;
}

/** What {@link deviceAuthorization} returns. */
export type DeviceAuthorizationPlugin = GrantPlugin<{
  readonly name: string;
  readonly grants: { readonly [grantType]: GrantHandler };
  readonly endpoints: { readonly device_authorization_endpoint: Endpoint };
}>;

/**
 * For devices without a browser: they show a code, the user types it elsewhere, and they ask until
 * the user has decided. {@link decide} is for the page where the code is typed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8628
 */
export function deviceAuthorization(
  options: DeviceAuthorizationOptions,
): DeviceAuthorizationPlugin {
  return defineGrant({
    name: 'device-authorization',
    grants: { [grantType]: { clients: 'any', handle: poll } },
    endpoints: {
      device_authorization_endpoint: clientEndpoint({
        path: '/device_authorization',
        clients: 'any',
        cors: 'listed-origins',
        handle: (request, server) => authorize(request, server, options),
      }),
    },
    check(_server, check) {
      const { verificationUri, codeLifetime = 600 } = options;
      const whole = Number.isSafeInteger(codeLifetime) && codeLifetime > 0;
      check(whole, 'deviceAuthorization.codeLifetime', 'must be whole seconds');
      check(URL.canParse(verificationUri), 'deviceAuthorization.verificationUri', 'must be a URL');
    },
  });
}

async function authorize(
  { client, parameters, now }: ClientRequest,
  server: ServerContext,
  { verificationUri, codeLifetime = 600, interval = 5 }: DeviceAuthorizationOptions,
): Promise<HttpResponse> {
  if (!getGrantTypes(client).includes(grantType))
    throw refused('unauthorized_client', 'client.grant_type_not_allowed');
  const scope = formatScope(server.scopes.resolve(client, parameters.get('scope')));
  const grantId = createGrantId(server);
  const device = await createToken(server, grantId, undefined);
  const userCode = newUserCode(server);
  const userId = await userCodeId(server, userCode);
  const state: DeviceState = 'pending';
  const data = { scope, issuedAt: now, state, interval };
  const common = { version: 0, clientId: client.client_id, expiresAt: now + codeLifetime };
  const stored = { ...common, id: device.id, kind: 'device_code', grantId, data };
  const pointing = { ...data, deviceId: device.id };
  // Two commits, as they are two grants. A device code that no user code points to just expires.
  await insert(server, stored);
  await insert(server, {
    ...stored,
    id: userId,
    kind: 'user_code',
    grantId: userId,
    data: pointing,
  });
  return json(200, {
    device_code: device.token,
    user_code: userCode,
    verification_uri: verificationUri,
    expires_in: codeLifetime,
    interval,
  });
}

async function insert({ store }: ServerContext, record: StoredRecord): Promise<void> {
  const { committed } = await store.commit([{ type: 'insert', record }]);
  if (!committed) throw refused('temporarily_unavailable', 'store.contended');
}

/**
 * Says what the user has decided, once: whether there was something to decide.
 *
 * @param approval what the user agreed to; `undefined` denies
 */
export async function decide(
  server: Pick<Server, 'context'>,
  userCode: string,
  approval: Approval | undefined,
): Promise<boolean> {
  const { store } = server.context;
  const user = await findUserCode(server, userCode);
  const deviceId = user?.data['deviceId'];
  if (user === undefined || typeof deviceId !== 'string') return false;
  const device = await store.get(deviceId);
  if (device?.data['state'] !== 'pending') return false;
  const state: DeviceState = approval === undefined ? 'denied' : 'approved';
  const { scope, audience, details } = approval ?? {};
  const agreed = scope === undefined ? device.data.scope : formatScope(scope);
  const data = { ...device.data, state, scope: agreed, audience, details };
  const record = { ...device, version: device.version + 1, subject: approval?.subject, data };
  const change: Change = { type: 'update', record };
  const { committed } = await store.commit([change]);
  // The device has asked in between: its code has another version now.
  if (!committed) return decide(server, userCode, approval);
  await store.commit([{ type: 'remove', id: user.id }]);
  return true;
}

function refused(
  code: string,
  reason: string,
  more?: Omit<OAuthErrorOptions, 'reason'>,
): OAuthError {
  const description = reason.replace(/\..*/, (rest) => rest.replace(/[._]/g, ' '));
  return new OAuthError(code, { reason, description, ...more });
}
