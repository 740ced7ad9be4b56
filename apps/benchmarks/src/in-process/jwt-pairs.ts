import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { importJWK, jwtVerify, SignJWT } from 'jose';
import { type AccessTokenInput, createServer } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { protectedResource } from '@oauth/resource';
import { byJwt } from '@oauth/resource/jwt';
import { memoryStore } from '@oauth/store-memory';
import { generateSigningKey, jwtAccessTokens, keyRing, type KeyRing } from '@oauth/token-jwt';
import { form, resource, service, tokenRequestBody } from '../clients.js';
import { formRequest } from '../servers/ours.js';

/** The same work done by us and by bare jose. */
export interface Pair {
  readonly what: string;
  readonly ours: () => Promise<unknown>;
  readonly jose: () => Promise<unknown>;
}

const issuer = 'https://auth.example';
const typ = 'at+jwt';

/** Signing and verification of an access token, once its keys are loaded. */
export async function jwtPairs(alg: 'ES256' | 'EdDSA' | 'RS256'): Promise<readonly Pair[]> {
  const stored = await generateSigningKey(alg, 0);
  const keys = keyRing({ load: () => [stored] });
  const jwks = { keys: [...(await keys.getPublicKeys(0))] };
  const [publicJwk] = jwks.keys;
  assert.ok(publicJwk !== undefined);
  const publicKey = await importJWK(publicJwk, alg);
  const privateKey = await importJWK(stored.jwk, alg);
  const { kid = '' } = stored.jwk;

  const { issue, context } = await anIssue(keys);
  const format = jwtAccessTokens({ keys, audience: resource }).accessTokenFormat;
  const { token } = await format.create(issue, context);
  const api = protectedResource({ resource, validate: byJwt({ issuer, jwks }) });
  const request = formRequest('/profile', { Authorization: `Bearer ${token}` }, '');
  return [
    {
      what: `${alg} signed`,
      ours: async () => format.create(issue, context),
      jose: () => {
        const { client, now: iat } = issue.request;
        const { client_id: id, scope } = client;
        const own = { sub: id, client_id: id, jti: randomUUID(), iat, exp: issue.expiresAt };
        return new SignJWT({ iss: issuer, aud: resource, ...own, scope })
          .setProtectedHeader({ alg, kid, typ })
          .sign(privateKey);
      },
    },
    {
      what: `${alg} verified`,
      ours: async () => {
        const verdict = await api.validateProtectedResourceRequest(request, { scopes: ['read'] });
        assert.ok(verdict.ok);
      },
      jose: () => jwtVerify(token, publicKey, { issuer, audience: resource, typ }),
    },
  ];
}

/** What core asks for when a client requests a token. */
async function anIssue(keys: KeyRing) {
  const issues: AccessTokenInput[] = [];
  const claims = (issue: AccessTokenInput) => {
    issues.push(issue);
    return {};
  };
  const { id, secret, scope } = service;
  const client = { client_id: id, client_secret: secret, scope };
  const { handle, context } = createServer({
    issuer,
    clients: [
      {
        ...client,
        grant_types: ['client_credentials'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    store: memoryStore(),
    plugins: [clientCredentials(), jwtAccessTokens({ keys, audience: resource, claims })],
  });
  const { body } = await handle(formRequest('/token', form, tokenRequestBody));
  const [issue] = issues;
  assert.ok(issue !== undefined, body);
  return { issue, context };
}
