import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { runServer, type ServerProcess } from './harness/server-process.js';

const started: ServerProcess[] = [];
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
});

const form = 'grant_type=client_credentials';
const head = [
  'POST /token HTTP/1.1',
  'Host: localhost',
  `Authorization: Basic ${btoa('demo-service:demo-service-secret')}`,
  'Content-Type: application/x-www-form-urlencoded',
  `Content-Length: ${form.length}`,
  'Expect: 100-continue',
  '',
  '',
].join('\r\n');

/** Sends a request up to a part of its body, which the server then waits for. */
async function openRequest(issuer: string): Promise<{ socket: Socket; response: Promise<string> }> {
  const socket = connect(Number(new URL(issuer).port), '127.0.0.1');
  socket.setEncoding('utf8');
  let text = '';
  const asked = new Promise<void>((resolve) => {
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('100 Continue')) resolve();
    });
  });
  const response = new Promise<string>((resolve) => {
    socket.on('close', () => resolve(text));
    socket.on('error', () => undefined);
  });
  socket.write(head);
  await asked;
  socket.write(form.slice(0, 5));
  return { socket, response };
}

it.each(['SIGTERM', 'SIGINT'] as const)('%s lets open requests finish', async (signal) => {
  const server = await runServer();
  started.push(server);
  await fetch(`${server.issuer}/healthz`);
  const { socket, response } = await openRequest(server.issuer);
  server.child.kill(signal);
  await server.waitForOutput('server.stopping');
  await expect(fetch(`${server.issuer}/healthz`)).rejects.toThrow();
  socket.write(form.slice(5));
  const text = await response;
  expect(text).toContain('HTTP/1.1 200 OK');
  expect(text).toMatch(/Connection: close/i);
  expect(text).toContain('access_token');
  expect(await server.ended).toBe(0);
  expect(server.output.stderr).toContain('server.stopped');
});

it('a second signal ends the server at once', async () => {
  const server = await runServer();
  started.push(server);
  const { response } = await openRequest(server.issuer);
  server.child.kill('SIGTERM');
  await server.waitForOutput('server.stopping');
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(143);
  expect(await response).not.toContain('200 OK');
});

it('the server outlives the process that reads its output', async () => {
  const server = await runServer();
  started.push(server);
  server.child.stdout.destroy();
  server.child.stderr.destroy();
  for (let time = 0; time < 3; time += 1) {
    const response = await fetch(`${server.issuer}/token`, { method: 'POST' });
    expect(response.status).toBe(400);
  }
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
});
