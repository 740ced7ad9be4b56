import { createServer as createHttpServer } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { nodeHandler } from '@oauth/adapter-node';
import type { AppProcess } from '@oauth/app-kit/app-process';
import { listen } from '@oauth/app-kit/listen';
import { createServer, type Server } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
import { generateSigningKey, jwtAccessTokens, keyRing } from '@oauth/token-jwt';
import { requestServiceToken, startDemoServer, startSampleApi } from './start-sample.js';

const started: AppProcess[] = [];
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
});

async function readNotes(api: AppProcess, token: string): Promise<number> {
  const response = await fetch(`${api.url}/notes`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  return response.status;
}

it('accepts no token while the server cannot be asked, and logs why', async () => {
  const server = await startDemoServer();
  const api = await startSampleApi(server.url);
  started.push(server, api);
  const token = await requestServiceToken(server.url);
  expect(await readNotes(api, token)).toBe(200);
  server.child.kill('SIGTERM');
  await server.ended;
  expect(await readNotes(api, token)).toBe(503);
  await api.printed(/token\.undetermined/);
});

it('goes on verifying JWTs by the keys that it has fetched', async () => {
  const http = createHttpServer();
  const issuer = `http://127.0.0.1:${await listen(http)}`;
  http.on('request', nodeHandler(await createJwtServer(issuer)));
  const api = await startSampleApi(issuer, '--tokens', 'jwt', '--audience', 'urn:notes');
  const elsewhere = await startSampleApi(issuer, '--tokens', 'jwt');
  started.push(api, elsewhere);
  const token = await requestServiceToken(issuer);
  expect(await readNotes(api, token)).toBe(200);
  expect(await readNotes(elsewhere, token), 'a token for another API').toBe(401);
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
  expect(await readNotes(api, token)).toBe(200);
  expect(await readNotes(api, `${token.slice(0, -4)}AAAA`)).toBe(401);
});

async function createJwtServer(issuer: string): Promise<Server> {
  const key = await generateSigningKey('ES256', 0);
  return createServer({
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
}
