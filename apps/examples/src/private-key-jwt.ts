import { createLocalJWKSet, decodeJwt, errors, jwtVerify, type JSONWebKeySet } from 'jose';
import type { Check, Client, ClientAuthentication, ServerContext } from '@oauth/core';
import { definePlugin, sha256, OAuthError, type OAuthErrorOptions } from '@oauth/core/plugin';

declare module '@oauth/core' {
  interface Client {
    /** The client's public keys (RFC 7591 section 2). */
    readonly jwks?: JSONWebKeySet | undefined;
  }
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const algorithms = ['ES256', 'PS256', 'EdDSA'];

/** What {@link privateKeyJwt} returns. */
export interface PrivateKeyJwtPlugin {
  readonly name: string;
  readonly clientAuthentication: { readonly private_key_jwt: ClientAuthentication };
}

/**
 * Clients prove who they are by a signature of theirs instead of a secret that both know.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7523#section-2.2
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication
 */
export function privateKeyJwt(): PrivateKeyJwtPlugin {
  return definePlugin({
    name: 'private-key-jwt',
    clientAuthentication: {
      private_key_jwt: {
        read({ parameters }, server) {
          if (parameters.get('client_assertion_type') !== assertionType) return undefined;
          const assertion = parameters.required('client_assertion');
          const clientId = subjectOf(assertion);
          return { clientId, verify: async (client) => verify(assertion, client, server) };
        },
      },
    },
    check: checkClients,
    metadata: () => ({ token_endpoint_auth_signing_alg_values_supported: algorithms }),
  });
}

function checkClients({ options }: ServerContext, check: Check): void {
  if (typeof options.clients === 'function') return;
  options.clients.forEach(({ token_endpoint_auth_method: method, jwks }, index) => {
    const has = method !== 'private_key_jwt' || (jwks !== undefined && jwks.keys.length > 0);
    check(has, `clients[${index}].jwks`, 'must have a public key for private_key_jwt');
  });
}

/** Who says to have signed it, which is not believed yet. */
function subjectOf(assertion: string): string {
  try {
    const { sub } = decodeJwt(assertion);
    if (sub !== undefined) return sub;
  } catch {
    // As good as one without a subject.
  }
  throw refused('invalid_client', 'client.malformed_assertion');
}

async function verify(
  assertion: string,
  client: Client | undefined,
  server: ServerContext,
): Promise<boolean> {
  if (client?.jwks === undefined) return false;
  const { client_id: clientId, jwks } = client;
  try {
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(jwks), {
      algorithms,
      issuer: clientId,
      subject: clientId,
      audience: [server.issuer, server.endpointUrl('token_endpoint')],
      requiredClaims: ['exp', 'jti'],
      currentDate: new Date(server.now() * 1000),
    });
    const { jti = '', exp = 0 } = payload;
    return await isFirst(server, clientId, jti, Math.ceil(exp));
  } catch (thrown) {
    if (thrown instanceof errors.JOSEError) return false;
    throw thrown;
  }
}

/** Whether it was never presented before. Of two at once one gets through, and the other may fail. */
async function isFirst(
  server: ServerContext,
  clientId: string,
  jti: string,
  expiresAt: number,
): Promise<boolean> {
  const { issuer, store } = server;
  const id = await sha256(JSON.stringify([issuer, 'client_assertion', clientId, jti]));
  if ((await store.get(id)) !== undefined) return false;
  const data = { scope: '', issuedAt: server.now() };
  const record = {
    id,
    version: 0,
    kind: 'client_assertion',
    grantId: id,
    clientId,
    expiresAt,
    data,
  };
  const { committed } = await store.commit([{ type: 'insert', record }]);
  return committed;
}

function refused(
  code: string,
  reason: string,
  more?: Omit<OAuthErrorOptions, 'reason'>,
): OAuthError {
  const description = reason.replace(/\..*/, (rest) => rest.replace(/[._]/g, ' '));
  return new OAuthError(code, { reason, description, ...more });
}
