import type { IncomingMessage, RequestListener } from 'node:http';
import type { App } from './app.js';
import { cookieName, redirect, type Reply } from './visit.js';

/** Largest form, in bytes. */
const maxForm = 65_536;

/** Serves the pages over node:http, at this URL and at no other. */
export function listener(app: App, own: string): RequestListener {
  return (request, response) => {
    void replyTo(app, own, request).then(({ status, headers, body }) => {
      response.writeHead(status, { ...headers, 'X-Content-Type-Options': 'nosniff' }).end(body);
    });
  };
}

async function replyTo(app: App, own: string, request: IncomingMessage): Promise<Reply> {
  try {
    const { method = 'GET', url = '/', headers } = request;
    const [path = '', query = ''] = url.split('?', 2);
    // Another name for this machine would have other cookies, so the way back would lead nowhere.
    if (headers.host !== new URL(own).host)
      return method === 'GET' && path.startsWith('/') ? redirect(`${own}${url}`) : refuse(421);
    // Browsers say where a form comes from. One that is not from here starts nothing.
    if (method === 'POST' && headers.origin !== own) return refuse(403);
    const text = method === 'POST' ? await readBody(request) : '';
    if (text === undefined) return refuse(413);
    return await app({
      method: method === 'HEAD' ? 'GET' : method,
      path,
      query: new URLSearchParams(query),
      session: new RegExp(`(?:^|; )${cookieName}=([\\w-]+)`).exec(headers.cookie ?? '')?.[1],
      form: new URLSearchParams(text),
    });
  } catch (thrown) {
    process.stderr.write(`sample client: ${String(thrown)}\n`);
    return refuse(500);
  }
}

function refuse(status: number): Reply {
  return { status, headers: { 'Content-Type': 'text/plain' }, body: `${status}\n` };
}

/** `undefined` when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > maxForm) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
