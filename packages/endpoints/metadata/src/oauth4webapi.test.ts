import * as oauth from 'oauth4webapi';
import { describe, expect, it } from 'vitest';
import { listen } from '../test/listen.js';
import { metadataServer } from '../test/metadata-server.js';

const loopback = { [oauth.allowInsecureRequests]: true };

describe.each(['', '/tenant'])('oauth4webapi, configured by the issuer alone, path %j', (path) => {
  const discover = async (algorithm: 'oauth2' | 'oidc', options = {}) => {
    const server = await listen((origin) => metadataServer(options, { issuer: origin + path }));
    const issuer = new URL(server.issuer);
    const response = await oauth.discoveryRequest(issuer, { algorithm, ...loopback });
    return { server, as: await oauth.processDiscoveryResponse(issuer, response) };
  };

  it('finds the document, gets a token, introspects it and revokes it', async () => {
    const { as } = await discover('oauth2');
    const client = { client_id: 'basic' };
    const auth = oauth.ClientSecretBasic('secret');
    const { access_token } = await oauth.processClientCredentialsResponse(
      as,
      client,
      await oauth.clientCredentialsGrantRequest(as, client, auth, {}, loopback),
    );
    const introspect = async () =>
      oauth.processIntrospectionResponse(
        as,
        client,
        await oauth.introspectionRequest(as, client, auth, access_token, loopback),
      );
    expect(await introspect()).toMatchObject({ active: true, client_id: 'basic', iss: as.issuer });
    const revoked = await oauth.revocationRequest(as, client, auth, access_token, loopback);
    await oauth.processRevocationResponse(revoked);
    expect(await introspect()).toEqual({ active: false });
  });

  it('revokes a token as a public client, and is refused as an unknown client', async () => {
    const { as } = await discover('oauth2');
    const client = { client_id: 'public' };
    const token = 'x'.repeat(59);
    const response = await oauth.revocationRequest(as, client, oauth.None(), token, loopback);
    await oauth.processRevocationResponse(response);
    const stranger = { client_id: 'stranger' };
    const refused = await oauth.revocationRequest(as, stranger, oauth.None(), token, loopback);
    await expect(oauth.processRevocationResponse(refused)).rejects.toThrow(
      oauth.WWWAuthenticateChallengeError,
    );
  });

  it('finds the document by OpenID Connect discovery with allowOpenidDiscovery', async () => {
    const { as, server } = await discover('oidc', { allowOpenidDiscovery: true });
    expect(as.token_endpoint).toBe(server.context.endpointUrl('token_endpoint'));
  });
});
