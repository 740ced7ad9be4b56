import { createApp } from './http/app.js';
import { listener } from './http/listener.js';
import { readOptions, usage } from './options.js';
import { serve } from './serve.js';

const options = readOptions(process.argv.slice(2));
if (options === undefined) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  const { issuer, api, port } = options;
  process.exitCode = await serve(
    'sample client',
    'and shows each grant, request by request.',
    port,
    (url) => listener(createApp({ own: url, issuer, api }), url),
  );
}
