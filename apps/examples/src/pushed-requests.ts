import {
  type AuthorizationDecision,
  type AuthorizationRequest,
  clientEndpoint,
  type ClientRequest,
  createGrantId,
  createToken,
  definePlugin,
  defineReasons,
  type Endpoint,
  findToken,
  type HttpResponse,
  type IncomingAuthorization,
  json,
  type Plugin,
  type Seconds,
  type ServerContext,
  validateAuthorizationRequest,
} from '@oauth/core/plugin';
import { formatRequest } from './request-text.js';

const kind = 'pushed_request';
const uriPrefix = 'urn:ietf:params:oauth:request_uri:';

/** Options of {@link pushedRequests}. */
export interface PushedRequestsOptions {
  /** Seconds in which the user has to decide. Default: 600. */
  readonly lifetime?: Seconds | undefined;
}

/** What {@link pushedRequests} returns. */
export interface PushedRequestsPlugin extends Plugin {
  readonly endpoints: { readonly pushed_authorization_request_endpoint: Endpoint };
}

const pushedRequestError = defineReasons({
  /** A pushed request refers to another one. */
  'pushed_request.nested': {
    error: 'invalid_request',
    description: 'A pushed request must not have the parameter request_uri.',
  },
  /** The request_uri is unknown, expired, spent or another client's. */
  'pushed_request.invalid_uri': {
    error: 'invalid_request_uri',
    description: 'The request_uri is invalid or has expired.',
  },
  /** The client has pushed a login_hint, and another user has approved. */
  'pushed_request.other_user': {
    error: 'access_denied',
    description: 'The user who approved is not the user of the login_hint.',
  },
});

/**
 * Clients push the parameters of an authorization request to the server, and send the browser with a
 * reference. So parameters are authenticated, and the browser cannot change them: a pushed
 * `login_hint` is binding.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9126
 */
export function pushedRequests({
  lifetime = 600,
}: PushedRequestsOptions = {}): PushedRequestsPlugin {
  return definePlugin({
    name: 'pushed-requests',
    endpoints: {
      pushed_authorization_request_endpoint: clientEndpoint({
        path: '/par',
        clients: 'any',
        handle: (request, server) => storeRequest(request, server, lifetime),
      }),
    },
    hooks: { readAuthorization: readPushedRequest, onDecision: checkPushedUser },
  });
}

async function storeRequest(
  { client, now, parameters, http: { headers } }: ClientRequest,
  server: ServerContext,
  lifetime: Seconds,
): Promise<HttpResponse> {
  if (parameters.get('request_uri') !== undefined)
    throw pushedRequestError('pushed_request.nested');
  const request = new URLSearchParams(formatRequest(parameters, server));
  request.set('client_id', client.client_id);
  const url = `/authorize?${request.toString()}`;
  await validateAuthorizationRequest(
    { context: server },
    { method: 'GET', url, headers, text: () => '' },
  );
  const grantId = createGrantId(server);
  const { token, id } = await createToken(server, grantId);
  const record = {
    id,
    version: 0,
    kind,
    grantId,
    clientId: client.client_id,
    expiresAt: now + lifetime,
    data: { scope: '', issuedAt: now, request: request.toString() },
  };
  await server.store.commit([{ type: 'insert', record }]);
  return json(201, { request_uri: uriPrefix + token, expires_in: lifetime });
}

/** Replaces a reference by what it stands for. The commit of the approval spends the record. */
async function readPushedRequest(
  request: IncomingAuthorization,
  server: ServerContext,
): Promise<IncomingAuthorization> {
  const uri = request.parameters.get('request_uri');
  if (uri === undefined) return request;
  const record = uri.startsWith(uriPrefix)
    ? await findToken(server, uri.slice(uriPrefix.length), { kind })
    : undefined;
  const text = record?.data['request'];
  const isLive = record?.clientId === request.client.client_id && record.data.spentAt === undefined;
  if (!isLive || typeof text !== 'string') throw pushedRequestError('pushed_request.invalid_uri');
  return { ...request, parameters: server.parseParameters(text), consumes: record };
}

/** Turns the approval of a user whom the client has not asked for into a denial. */
function checkPushedUser(
  decision: AuthorizationDecision,
  { consumes, parameters }: AuthorizationRequest,
): AuthorizationDecision {
  const user = parameters.get('login_hint') ?? '';
  if (consumes?.kind !== kind || user === '' || !('approve' in decision)) return decision;
  if (decision.approve.subject === user) return decision;
  return { deny: pushedRequestError('pushed_request.other_user') };
}
