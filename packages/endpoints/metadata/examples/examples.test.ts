import { jwtVerify } from 'jose';
import { expect, it } from 'vitest';
import { getDocument, expectText } from '../test/metadata-server.js';
import { server } from './server.js';
import { publicKey, server as signing } from './signed.js';

it('the example of the README serves its document', async () => {
  expect(await getDocument(server)).toEqual({
    issuer: 'https://auth.example.com',
    token_endpoint: 'https://auth.example.com/token',
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    service_documentation: 'https://auth.example.com/docs',
  });
});

it('the example with a key signs its document', async () => {
  const { signed_metadata } = await getDocument(signing);
  const { payload } = await jwtVerify(expectText(signed_metadata), publicKey);
  expect(payload.iss).toBe('https://auth.example.com');
});
