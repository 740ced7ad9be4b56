import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { startNode, type NodeProcess } from '@oauth/tooling/node-process';

const server = createRequire(import.meta.url).resolve('@oauth/app-server/package.json');
const own = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** A process and where it answers. */
export interface Running extends NodeProcess {
  readonly url: string;
}

/** The demo server, on a free port. */
export async function startServer(): Promise<Running> {
  const entry = server.replace('package.json', 'dist/main.js');
  const started = startNode(entry, ['--port', '0'], { env: { STORE: 'memory:' } });
  return { ...started, url: await started.printed(/runs at (\S+)[\s\S]*server\.started/) };
}

/** The sample API, on a free port. */
export async function startApi(issuer: string, ...args: readonly string[]): Promise<Running> {
  const started = startNode(own, ['--issuer', issuer, '--port', '0', ...args]);
  return { ...started, url: (await started.printed(/runs at (\S+)\//)).replace(/\/$/, '') };
}

/** An access token of the demo's service client, which has the scopes notes.read and notes.write. */
export async function serviceToken(issuer: string, scope?: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa('demo-service:demo-service-secret')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) }),
  });
  const body: unknown = await response.json();
  if (typeof body === 'object' && body !== null && 'access_token' in body)
    return String(body.access_token);
  throw new TypeError(`no token: ${JSON.stringify(body)}`);
}
