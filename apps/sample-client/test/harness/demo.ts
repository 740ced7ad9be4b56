import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { startNode, type NodeProcess } from '@oauth/tooling/node-process';

const require = createRequire(import.meta.url);

/** The built apps. */
export const entries = {
  server: built(require.resolve('@oauth/app-server/package.json')),
  api: built(require.resolve('@oauth/app-sample-api/package.json')),
  client: built(fileURLToPath(new URL('../../package.json', import.meta.url))),
};

function built(manifest: string): string {
  return manifest.replace('package.json', 'dist/main.js');
}

/** The demo server, the sample API and the sample client, on free ports. URLs end without a slash. */
export interface Demo {
  readonly issuer: string;
  readonly api: string;
  readonly client: string;
  readonly processes: Readonly<Record<keyof typeof entries, NodeProcess>>;
  stop(): void;
}

/** Starts all three. */
export async function startDemo(): Promise<Demo> {
  const url = (process: NodeProcess): Promise<string> => process.printed(/runs at (http\S+?)\/?\s/);
  const port = ['--port', '0'];
  const server = startNode(entries.server, port, { env: { STORE: 'memory:' } });
  const issuer = await url(server);
  const api = startNode(entries.api, ['--issuer', issuer, ...port]);
  const apiUrl = await url(api);
  const client = startNode(entries.client, ['--issuer', issuer, '--api', apiUrl, ...port]);
  return {
    issuer,
    api: apiUrl,
    client: await url(client),
    processes: { server, api, client },
    stop: () => {
      for (const { child } of [server, api, client]) child.kill('SIGKILL');
    },
  };
}
