import { describe, expect, it } from 'vitest';
import type { Client, ClientAuthentication, HttpRequest, ServerOptions } from '../index.js';
import { definePlugin } from '../plugin.js';
import { basic, bodyOf, type Headers, post } from '../testing-support/requests.js';
import { plain, serve } from '../testing-support/serve.js';

const grant_types = ['client_credentials'];
const form = 'grant_type=client_credentials';

/** A method that is told from what comes with every request: a certificate, as mutual TLS has it. */
const certificateMethod = (verify: (client: Client | undefined) => boolean) =>
  ({
    fallback: true,
    parameters: ['client_id'],
    read({ http, parameters }) {
      const clientId = parameters.get('client_id');
      const isPresented = http.peer?.certificate !== undefined;
      return isPresented && clientId !== undefined ? { clientId, verify } : undefined;
    },
  }) satisfies ClientAuthentication;

const certificates = definePlugin({
  name: 'certificates',
  clientAuthentication: {
    tls_client_auth: certificateMethod(() => true),
    self_signed_tls_client_auth: certificateMethod((client) => client?.client_name === 'pinned'),
  },
});

const clients = [
  { client_id: 'ca', token_endpoint_auth_method: 'tls_client_auth', grant_types },
  {
    client_id: 'pinned',
    client_name: 'pinned',
    token_endpoint_auth_method: 'self_signed_tls_client_auth',
    grant_types,
  },
  { client_id: 'other', token_endpoint_auth_method: 'self_signed_tls_client_auth', grant_types },
  { client_id: 'app', token_endpoint_auth_method: 'none', grant_types },
  { client_id: 'web', client_secret: 'web-secret', grant_types },
];

const open = definePlugin({
  name: 'open',
  grants: { client_credentials: { clients: 'any', handle: () => ({ scope: [] }) } },
  endpoints: plain.endpoints,
});

const certificate = { der: new Uint8Array([1]), trusted: true };

interface Attempt {
  readonly body: string;
  readonly headers?: Headers;
  readonly peer?: HttpRequest['peer'];
  readonly plugins?: ServerOptions['plugins'];
}

/** The error and its reason, or the client that got tokens. */
async function attempt({
  body,
  headers = {},
  peer = { certificate },
  plugins = [open, certificates],
}: Attempt): Promise<unknown> {
  const { send, events } = serve({ plugins, clients });
  const response = await send({ ...post('/token', `${form}&${body}`, headers), peer });
  const { error } = bodyOf(response);
  const [event] = events;
  return error === undefined ? event?.clientId : [error, event?.reason];
}

describe('several fallback methods that match one request', () => {
  it.each(['ca', 'pinned', 'app'])(
    'let the client %s in by the one that it is registered for',
    async (clientId) => {
      expect(await attempt({ body: `client_id=${clientId}` })).toBe(clientId);
    },
  );

  it('let no client in whose own method finds the credentials wrong', async () => {
    const mismatch = ['invalid_client', 'client.secret_mismatch'];
    expect(await attempt({ body: 'client_id=other' })).toEqual(mismatch);
  });

  it('let no client in that is registered for a method with credentials', async () => {
    expect(await attempt({ body: 'client_id=web' })).toEqual([
      'invalid_client',
      'client.wrong_method',
    ]);
  });

  it('let no client in without the certificate that it is registered for', async () => {
    expect(await attempt({ body: 'client_id=ca', peer: { address: '192.0.2.1' } })).toEqual([
      'invalid_client',
      'client.wrong_method',
    ]);
  });

  it('tell an unknown client nothing but what a wrong secret tells', async () => {
    expect(await attempt({ body: 'client_id=unknown' })).toEqual([
      'invalid_client',
      'client.unknown',
    ]);
  });

  it('do not count beside credentials that a method without fallback finds', async () => {
    const headers = basic('web', 'web-secret');
    expect(await attempt({ body: 'client_id=web', headers })).toBe('web');
  });

  it('are refused when they name two clients', async () => {
    const naming = definePlugin({
      name: 'naming',
      clientAuthentication: {
        certificate_name: { fallback: true, read: () => ({ clientId: 'ca', verify: () => true }) },
      },
    });
    const plugins = [open, certificates, naming];
    const two = ['invalid_request', 'client.two_ids'];
    expect(await attempt({ body: 'client_id=app', plugins })).toEqual(two);
    expect(await attempt({ body: 'client_id=ca', plugins })).toBe('ca');
  });
});

describe('the option clientAuthenticationMethods', () => {
  const restricted = (clientAuthenticationMethods: readonly string[]) =>
    serve({
      plugins: [open, certificates],
      clients: () => clients.map(({ client_secret: _, ...client }) => client)[4],
      verifySecret: () => true,
      clientAuthenticationMethods,
    });

  it('keeps clients out that use a method beside those it lists', async () => {
    const { token, events } = restricted(['client_secret_post', 'tls_client_auth']);
    expect(bodyOf(await token(form))).toMatchObject({ error: 'invalid_client' });
    expect(events).toMatchObject([{ reason: 'client.missing' }]);
    const allowed = restricted(['client_secret_basic']);
    expect((await allowed.token(form)).status).toBe(200);
  });

  it('keeps discovery and endpoints of plugins from naming the others', () => {
    const { context } = restricted(['client_secret_basic', 'tls_client_auth']).server;
    expect([...context.clientAuthentication.keys()]).toEqual([
      'client_secret_basic',
      'tls_client_auth',
    ]);
    expect([...context.credentialParameters]).toEqual(['client_id']);
  });

  it('says which listed client it would keep out', () => {
    const options = { plugins: [open, certificates], clients };
    expect(() => serve({ ...options, clientAuthenticationMethods: ['none'] })).toThrow(
      'clients[0].token_endpoint_auth_method: must be among none',
    );
  });

  it('says that a method is missing which no plugin has', () => {
    expect(() => restricted(['private_key_jwt'])).toThrow(
      'clientAuthenticationMethods: must be among client_secret_basic',
    );
  });
});
