import { fileURLToPath } from 'node:url';
import { resolveAppEntry, startApp, type AppProcess } from '@oauth/app-kit/app-process';

/** The built entries of the apps. */
export const entries = {
  server: resolveAppEntry(import.meta.url, '@oauth/app-server'),
  api: resolveAppEntry(import.meta.url, '@oauth/app-sample-api'),
  client: fileURLToPath(new URL('../../dist/main.js', import.meta.url)),
};

/** The demo server, the sample API and the sample client, on free ports. */
export interface Demo {
  readonly issuer: string;
  readonly clientUrl: string;
  readonly processes: Readonly<Record<keyof typeof entries, AppProcess>>;
  stop(): void;
}

/** Starts server, API and client. */
export async function startDemo(): Promise<Demo> {
  const port = ['--port', '0'];
  const server = await startApp(entries.server, port, { env: { STORE: 'memory:' } });
  const issuer = ['--issuer', server.url];
  const api = await startApp(entries.api, [...issuer, ...port]);
  const client = await startApp(entries.client, [...issuer, '--api', api.url, ...port]);
  return {
    issuer: server.url,
    clientUrl: client.url,
    processes: { server, api, client },
    stop() {
      for (const { child } of [server, api, client]) child.kill('SIGKILL');
    },
  };
}
