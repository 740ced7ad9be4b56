import { readCommandLine } from '@oauth/app-kit/command-line';
import { serveUntilStopped } from '@oauth/app-kit/serve';
import { appListener } from './http/app-listener.js';
import { createApp } from './http/app.js';
import { readOptions, usage } from './options.js';

const options = readCommandLine(usage, () => readOptions(process.argv.slice(2)));
if (options !== undefined) {
  const { issuer, apiUrl, port } = options;
  process.exitCode = await serveUntilStopped({
    name: 'sample client',
    purpose: 'and shows each grant, request by request.',
    port,
    listener: (clientUrl) => appListener(createApp({ clientUrl, issuer, apiUrl }), clientUrl),
  });
}
