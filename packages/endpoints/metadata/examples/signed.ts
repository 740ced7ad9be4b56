import { generateKeyPair, SignJWT } from 'jose';
import { createServer } from '@oauth/core';
import { metadata } from '@oauth/endpoint-metadata';
import { memoryStore } from '@oauth/store-memory';

export const { privateKey, publicKey } = await generateKeyPair('ES256');

// #region signed
const signed = metadata({
  sign: (claims) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: '2030-1' }).sign(privateKey),
});
// #endregion

export const server = createServer({
  issuer: 'https://auth.example.com',
  clients: [],
  store: memoryStore(),
  plugins: [signed],
});
