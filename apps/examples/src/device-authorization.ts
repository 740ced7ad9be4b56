import {
  clientEndpoint,
  type ClientRequest,
  createGrantId,
  createToken,
  defineGrant,
  defineReasons,
  type Endpoint,
  formatScope,
  getGrantTypes,
  type GrantHandler,
  type GrantPlugin,
  type HttpResponse,
  json,
  type Seconds,
  type ServerContext,
  type StoredRecord,
  validateDirectAuthorization,
} from '@oauth/core/plugin';
import { deviceCodeKind, type DeviceCodeState, pollDeviceCode } from './device-grant.js';
import { formatRequest } from './request-text.js';
import { createUserCode, normalizeUserCode, userCodes } from './user-code.js';

export { decideDeviceRequest, findDeviceRequest } from './device-decision.js';

const grantType = 'urn:ietf:params:oauth:grant-type:device_code';

/** Options of {@link deviceAuthorization}. */
export interface DeviceAuthorizationOptions {
  /** The app's page where users type their code. */
  readonly verificationUri: string;
  /** Seconds in which the user has to decide. Default: 600. */
  readonly codeLifetime?: Seconds | undefined;
  /** Seconds between two polls of the device. Default: 5. */
  readonly interval?: Seconds | undefined;
}

/** What {@link deviceAuthorization} returns. */
export type DeviceAuthorizationPlugin = GrantPlugin<{
  readonly name: string;
  readonly grants: { readonly [grantType]: GrantHandler };
  readonly endpoints: { readonly device_authorization_endpoint: Endpoint };
}>;

const deviceRequestError = defineReasons({
  /** The client is not registered for the device grant. */
  'client.device_grant_not_allowed': {
    error: 'unauthorized_client',
    description: 'The client may not use the device grant.',
    hint: `Add ${grantType} to the client's grant_types.`,
  },
  /** A new code was there already: the random source repeats itself. */
  'device_code.not_stored': {
    error: 'server_error',
    description: 'The server met an unexpected condition.',
    hint: 'The option random must not return the same bytes twice.',
  },
});

/**
 * For devices without a browser: the device shows a code, the user types the code on another device,
 * and the first one polls until the user has decided. The page where users type the code calls
 * {@link findDeviceRequest} and {@link decideDeviceRequest}; it has to limit how often a user can
 * guess (section 5.1).
 *
 * @see https://www.rfc-editor.org/rfc/rfc8628
 */
export function deviceAuthorization(
  options: DeviceAuthorizationOptions,
): DeviceAuthorizationPlugin {
  const { verificationUri, codeLifetime = 600, interval = 5 } = options;
  return defineGrant({
    name: 'device-authorization',
    grants: { [grantType]: { clients: 'any', handle: pollDeviceCode } },
    endpoints: {
      device_authorization_endpoint: clientEndpoint({
        path: '/device_authorization',
        clients: 'any',
        cors: 'listed-origins',
        async handle(request, server) {
          const codes = await createCodes(request, server, { codeLifetime, interval });
          const expires_in = codeLifetime;
          return respond({ ...codes, verification_uri: verificationUri, expires_in, interval });
        },
      }),
    },
    check(_server, check) {
      for (const [name, seconds] of Object.entries({ codeLifetime, interval }))
        check(
          Number.isSafeInteger(seconds) && seconds > 0,
          `deviceAuthorization.${name}`,
          `must be whole seconds above 0, not ${seconds}`,
        );
      check(
        URL.canParse(verificationUri),
        'deviceAuthorization.verificationUri',
        `must be the absolute URL of the page where users type their code, not "${verificationUri}"`,
      );
    },
  });
}

interface DeviceCodes {
  readonly device_code: string;
  readonly user_code: string;
}

/** Stores both codes. The device code keeps the request, so that the decision can be validated by it. */
async function createCodes(
  request: ClientRequest,
  server: ServerContext,
  { codeLifetime, interval }: Readonly<Record<'codeLifetime' | 'interval', Seconds>>,
): Promise<DeviceCodes> {
  const { client, now, parameters } = request;
  if (!getGrantTypes(client).includes(grantType))
    throw deviceRequestError('client.device_grant_not_allowed');
  const { scope } = await validateDirectAuthorization(server, request);
  const grantId = createGrantId(server);
  const device = await createToken(server, grantId);
  const state: DeviceCodeState = 'pending';
  const record: StoredRecord = {
    id: device.id,
    version: 0,
    kind: deviceCodeKind,
    grantId,
    clientId: client.client_id,
    expiresAt: now + codeLifetime,
    data: {
      scope: formatScope(scope),
      issuedAt: now,
      state,
      interval,
      request: formatRequest(parameters, server),
    },
  };
  const userCode = createUserCode(server.random);
  // Two commits, since the codes are two grants. A device code without a user code just expires.
  const { committed } = await server.store.commit([{ type: 'insert', record }]);
  const key = normalizeUserCode(userCode);
  const document = { deviceCodeId: record.id };
  if (!committed || !(await userCodes(server).add(key, document, record.expiresAt)))
    throw deviceRequestError('device_code.not_stored');
  return { device_code: device.token, user_code: userCode };
}

function respond(body: DeviceCodes & Readonly<Record<string, string | number>>): HttpResponse {
  return json(200, body);
}
