import {
  bodyTooLarge,
  type Client,
  definePlugin,
  defineReasons,
  type Documents,
  documents,
  digestSecret,
  type Endpoint,
  findClientFaults,
  type FindPluginClient,
  type HttpRequest,
  type HttpResponse,
  isJsonObject,
  json,
  type JsonObject,
  neverExpires,
  type Plugin,
  type ServerContext,
  timingSafeEqual,
} from '@oauth/core/plugin';

/** Options of {@link clientRegistration}. */
export interface ClientRegistrationOptions {
  /** The bearer token that a registration needs: without one, any site could register clients. */
  readonly initialAccessToken: string;
}

/** What {@link clientRegistration} returns. */
export interface ClientRegistrationPlugin extends Plugin {
  readonly endpoints: { readonly registration_endpoint: Endpoint };
  readonly findClient: FindPluginClient;
}

const registrationError = defineReasons({
  /** The request to register lacks the initial access token or has another one. */
  'registration.invalid_token': {
    error: 'invalid_token',
    description: 'The registration needs the initial access token.',
  },
  /** The metadata is not a JSON object, or core or a plugin does not accept a member of it. */
  'registration.invalid_metadata': {
    error: 'invalid_client_metadata',
    description: 'The client metadata cannot be registered: {faults}.',
  },
});

/**
 * Lets clients register themselves. Core asks `findClient` for the clients that the options do not
 * list, and `checkClient` about every client, listed or registered.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7591
 */
export function clientRegistration({
  initialAccessToken,
}: ClientRegistrationOptions): ClientRegistrationPlugin {
  return definePlugin({
    name: 'client-registration',
    endpoints: {
      registration_endpoint: {
        path: '/register',
        methods: ['POST'],
        async handle(request, server) {
          assertInitialToken(request, initialAccessToken);
          return registerClient(await readMetadata(request, server), server);
        },
      },
    },
    findClient: (clientId, server) => registeredClients(server).find(clientId),
    checkClient({ client_name: name }, _server, check) {
      check(name !== undefined, 'client_name', 'must be there, since the consent page shows it');
    },
  });
}

/** A registered client, as its document has it. */
type RegisteredClient = Client & JsonObject;

function registeredClients(server: ServerContext): Documents<RegisteredClient> {
  return documents(server, 'client-registration:client', isRegisteredClient);
}

function isRegisteredClient(data: JsonObject): data is RegisteredClient {
  return typeof data['client_id'] === 'string';
}

function assertInitialToken(request: HttpRequest, expected: string): void {
  const [, token = ''] = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  if (!timingSafeEqual(token, expected)) throw registrationError('registration.invalid_token');
}

/** Keeps the members that this plugin knows, each of the right type, and ignores all others. */
async function readMetadata(request: HttpRequest, server: ServerContext): Promise<JsonObject> {
  const limit = server.options.maxBodyBytes ?? 65_536;
  const text = await request.text(limit);
  if (text.length > limit) throw bodyTooLarge(limit);
  const body = parseJson(text);
  if (!isJsonObject(body)) throw invalidMetadata('the body is no JSON object');
  const { client_name, token_endpoint_auth_method, scope } = body;
  const { redirect_uris, grant_types, response_types } = body;
  const texts = Object.entries({ client_name, token_endpoint_auth_method, scope });
  const lists = Object.entries({ redirect_uris, grant_types, response_types });
  return Object.fromEntries([
    ...texts.filter(([, value]) => typeof value === 'string'),
    ...lists.filter(([, value]) => isTextList(value)),
  ]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function invalidMetadata(faults: string) {
  return registrationError('registration.invalid_metadata', { values: { faults } });
}

async function registerClient(metadata: JsonObject, server: ServerContext): Promise<HttpResponse> {
  const isPublic = metadata['token_endpoint_auth_method'] === 'none';
  const client_secret = isPublic ? undefined : server.random(32);
  const client_id = server.random(16);
  const digest = client_secret === undefined ? undefined : await digestSecret(client_secret);
  const client = { ...metadata, client_id, client_secret_digest: digest };
  const faults = findClientFaults(server, client);
  if (faults.length > 0)
    throw invalidMetadata(faults.map(({ path, message }) => `${path} ${message}`).join('; '));
  await registeredClients(server).add(client_id, client, neverExpires);
  return json(201, { ...metadata, client_id, client_secret, client_secret_expires_at: 0 });
}
