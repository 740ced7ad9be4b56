import { createServer } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { nodeHandler } from '@oauth/adapter-node';
import { createServer as createOAuthServer } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
import { generateSigningKey, jwtAccessTokens, keyRing } from '@oauth/token-jwt';
import { serviceToken, startApi, startServer, type Running } from './sample.js';

const started: Running[] = [];
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
});

async function statusWith(api: Running, token: string): Promise<number> {
  const response = await fetch(`${api.url}/notes`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  return response.status;
}

it('lets nobody in when the server that it asks is gone, and says why in the log', async () => {
  const server = await startServer();
  const api = await startApi(server.url);
  started.push(server, api);
  const token = await serviceToken(server.url);
  expect(await statusWith(api, token)).toBe(200);
  server.child.kill('SIGTERM');
  await server.ended;
  expect(await statusWith(api, token)).toBe(503);
  await api.printed(/token\.undetermined/);
});

it('goes on to judge JWTs, whose keys it has', async () => {
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const key = await generateSigningKey('ES256', 0);
  const server = createOAuthServer({
    issuer,
    store: memoryStore(),
    clients: [
      {
        client_id: 'demo-service',
        client_secret: 'demo-service-secret',
        grant_types: ['client_credentials'],
        scope: 'notes.read notes.write',
      },
    ],
    plugins: [
      clientCredentials(),
      jwtAccessTokens({ keys: keyRing({ load: () => [key] }), audience: 'urn:notes' }),
    ],
  });
  http.on('request', nodeHandler(server));
  const api = await startApi(issuer, '--tokens', 'jwt', '--audience', 'urn:notes');
  const elsewhere = await startApi(issuer, '--tokens', 'jwt');
  started.push(api, elsewhere);
  const token = await serviceToken(issuer);
  expect(await statusWith(api, token)).toBe(200);
  expect(await statusWith(elsewhere, token), 'a token for another API').toBe(401);
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
  expect(await statusWith(api, token)).toBe(200);
  expect(await statusWith(api, `${token.slice(0, -4)}AAAA`)).toBe(401);
});
