import type { HttpRequest, HttpResponse } from '../oauth/http.js';
import { html, type Html } from './html.js';
import { shorten } from './shorten.js';

type Line = Html | string;

/** A request as it went over the wire, with a parameter on each line. */
export function shownRequest({ method, url, headers, body }: HttpRequest): Html {
  const [, target = '', mark = '', query = ''] = /^([^?#]*)([?#]?)(.*)$/.exec(url) ?? [];
  return block([
    html`<b>${method} ${target}</b>`,
    ...(mark === '' ? [] : parameters(query, mark)),
    ...Object.entries(headers).map(header),
    ...(body === undefined ? [] : ['', ...parameters(body)]),
  ]);
}

/** Headers about the connection alone are left out. */
const ofTheConnection = ['connection', 'keep-alive', 'transfer-encoding'];

/** A response as it came, its JSON with a member on each line. */
export function shownResponse({ status, statusText, headers, body }: HttpResponse): Html {
  return block([
    html`<b>${status} ${statusText}</b>`,
    ...headers.filter(([name]) => !ofTheConnection.includes(name)).map(header),
    ...(body === '' ? [] : ['', shorten(indented(body))]),
  ]);
}

/** One that is long scrolls by itself, also by keyboard. */
function block(lines: readonly Line[]): Html {
  const text = html`<code>${lines.map((line, at) => [at > 0 && '\n', line])}</code>`;
  return text.toString().split('\n').length > 18
    ? html`<pre class="long" tabindex="0">${text}</pre>`
    : html`<pre>${text}</pre>`;
}

function header([name, value]: readonly [string, string]): Html {
  return html`<i>${name}:</i> ${shorten(value)}`;
}

function parameters(text: string, first = ''): Html[] {
  return text.split('&').map((pair, at) => {
    const [name = '', value = ''] = pair.split('=', 2);
    return html`${at === 0 ? first : '&'}<i>${name}</i>=${shorten(value)}`;
  });
}

/** A member on each line, and lists of texts on theirs. */
function indented(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    const text = JSON.stringify(value, null, 2);
    return text.replace(/\[[^[\]{}]*\]/g, (list) => list.replace(/\n\s*/g, ' '));
  } catch {
    return body;
  }
}
