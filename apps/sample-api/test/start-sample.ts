import { fileURLToPath } from 'node:url';
import { resolveAppEntry, startApp, type AppProcess } from '@oauth/app-kit/app-process';
import { getText, parseJsonObject } from '@oauth/app-kit/json';

/** Starts the demo server on a free port. */
export function startDemoServer(): Promise<AppProcess> {
  const entry = resolveAppEntry(import.meta.url, '@oauth/app-server');
  return startApp(entry, ['--port', '0'], {
    env: { STORE: 'memory:' },
    printed: /server\.started/,
  });
}

/** Starts the sample API on a free port. */
export function startSampleApi(issuer: string, ...args: readonly string[]): Promise<AppProcess> {
  const entry = fileURLToPath(new URL('../dist/main.js', import.meta.url));
  return startApp(entry, ['--issuer', issuer, '--port', '0', ...args]);
}

/** The demo's service client, which may have the scopes notes.read and notes.write. */
export const serviceCredentials = `Basic ${btoa('demo-service:demo-service-secret')}`;

/** Requests an access token of the demo's service client. */
export async function requestServiceToken(issuer: string, scope?: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { Authorization: serviceCredentials },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) }),
  });
  return getText(parseJsonObject(await response.text()) ?? {}, 'access_token');
}
