import { createLocalJWKSet, decodeJwt, errors, jwtVerify, type JSONWebKeySet } from 'jose';
import {
  type Client,
  type ClientAuthentication,
  definePlugin,
  defineReasons,
  documents,
  getAuthenticationMethod,
  isJsonObject,
  type ServerContext,
} from '@oauth/core/plugin';

declare module '@oauth/core/plugin' {
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

const assertionError = defineReasons({
  /** The client assertion is no JWT with a subject. */
  'client.malformed_assertion': {
    error: 'invalid_client',
    description: 'The client_assertion must be a JWT with the claim sub.',
  },
});

/**
 * Clients authenticate by a JWT that they sign, instead of a secret that the server knows as well.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7523#section-2.2
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication
 */
export function privateKeyJwt(): PrivateKeyJwtPlugin {
  return definePlugin({
    name: 'private-key-jwt',
    clientAuthentication: {
      private_key_jwt: {
        parameters: ['client_assertion', 'client_assertion_type'],
        read({ parameters }, server) {
          if (parameters.get('client_assertion_type') !== assertionType) return undefined;
          const assertion = parameters.required('client_assertion');
          return {
            clientId: readSubject(assertion),
            verify: (client) => verifyAssertion(assertion, client, server),
          };
        },
      },
    },
    checkClient(client, _server, check) {
      const { keys = [] } = client.jwks ?? {};
      const needsKey = getAuthenticationMethod(client) === 'private_key_jwt';
      check(!needsKey || keys.length > 0, 'jwks', 'must have a public key of the client');
    },
    metadata: () => ({ token_endpoint_auth_signing_alg_values_supported: algorithms }),
  });
}

/** The client that the assertion claims to be from: its signature is not verified yet. */
function readSubject(assertion: string): string {
  try {
    const { sub } = decodeJwt(assertion);
    if (sub !== undefined) return sub;
  } catch {
    // Refused below, as an assertion without a subject is.
  }
  throw assertionError('client.malformed_assertion');
}

async function verifyAssertion(
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
    // Of any number of parallel requests with one assertion, `add` lets one through.
    return await usedAssertions(server).add(JSON.stringify([clientId, jti]), {}, Math.ceil(exp));
  } catch (thrown) {
    if (thrown instanceof errors.JOSEError) return false;
    throw thrown;
  }
}

/** The assertions that were used and have not expired, by client and `jti`. */
function usedAssertions(server: ServerContext) {
  return documents(server, 'private-key-jwt:assertion', isJsonObject);
}
