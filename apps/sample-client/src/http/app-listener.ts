import type { IncomingMessage, RequestListener } from 'node:http';
import type { App } from './app.js';
import { buildRedirect, cookieName, type PageResponse } from './page-request.js';

/** Bytes of the largest form. */
const maxFormBytes = 65_536;

/** Serves the pages over node:http, at this URL and at no other. */
export function appListener(app: App, clientUrl: string): RequestListener {
  return (request, response) => {
    void handleRequest(app, clientUrl, request).then(({ status, headers, body }) => {
      response.writeHead(status, { ...headers, 'X-Content-Type-Options': 'nosniff' }).end(body);
    });
  };
}

async function handleRequest(
  app: App,
  clientUrl: string,
  request: IncomingMessage,
): Promise<PageResponse> {
  try {
    const { method = 'GET', url = '/', headers } = request;
    const [path = '', query = ''] = url.split('?', 2);
    // At another name of this machine the browser has other cookies, so the way back would fail.
    if (headers.host !== new URL(clientUrl).host)
      return method === 'GET' && path.startsWith('/')
        ? buildRedirect(`${clientUrl}${url}`)
        : buildError(421);
    // Other sites' forms must not start a run: browsers send the origin of a form.
    if (method === 'POST' && headers.origin !== clientUrl) return buildError(403);
    const form = method === 'POST' ? await readForm(request) : '';
    if (form === undefined) return buildError(413);
    return await app({
      method: method === 'HEAD' ? 'GET' : method,
      path,
      query: new URLSearchParams(query),
      sessionId: new RegExp(`(?:^|; )${cookieName}=([\\w-]+)`).exec(headers.cookie ?? '')?.[1],
      form: new URLSearchParams(form),
    });
  } catch (thrown) {
    process.stderr.write(`sample client: ${String(thrown)}\n`);
    return buildError(500);
  }
}

function buildError(status: number): PageResponse {
  return { status, headers: { 'Content-Type': 'text/plain' }, body: `${status}\n` };
}

/** The body of a form; `undefined` if it is too large. */
async function readForm(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > maxFormBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
