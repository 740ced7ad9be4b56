import { html, type Html } from '@oauth/app-kit/html';
import type { HttpRequest, HttpResponse } from '../oauth/http.js';
import { shortenSecrets } from './shorten.js';

type Line = Html | string;

/** A request as it went over the wire, with a parameter on each line. */
export function renderRequest({ method, url, headers, body }: HttpRequest): Html {
  const [, target = '', mark = '', query = ''] = /^([^?#]*)([?#]?)(.*)$/.exec(url) ?? [];
  return renderLines([
    html`<b>${method} ${target}</b>`,
    ...(mark === '' ? [] : renderParameters(query, mark)),
    ...Object.entries(headers).map(renderHeader),
    ...(body === undefined ? [] : ['', ...renderParameters(body)]),
  ]);
}

/** Left out: they are about the connection, not about OAuth. */
const connectionHeaders = ['connection', 'keep-alive', 'transfer-encoding'];

/** A response as it came, its JSON with a member on each line. */
export function renderResponse({ status, statusText, headers, body }: HttpResponse): Html {
  return renderLines([
    html`<b>${status} ${statusText}</b>`,
    ...headers.filter(([name]) => !connectionHeaders.includes(name)).map(renderHeader),
    ...(body === '' ? [] : ['', shortenSecrets(indentJson(body))]),
  ]);
}

/** A long text scrolls in a box of its own, by keyboard as well. */
function renderLines(lines: readonly Line[]): Html {
  const text = html`<code>${lines.map((line, index) => [index > 0 && '\n', line])}</code>`;
  return text.toString().split('\n').length > 18
    ? html`<pre class="long" tabindex="0">${text}</pre>`
    : html`<pre>${text}</pre>`;
}

function renderHeader([name, value]: readonly [string, string]): Html {
  return html`<i>${name}:</i> ${shortenSecrets(value)}`;
}

function renderParameters(text: string, firstMark = ''): Html[] {
  return text.split('&').map((pair, index) => {
    const [name = '', value = ''] = pair.split('=', 2);
    return html`${index === 0 ? firstMark : '&'}<i>${name}</i>=${shortenSecrets(value)}`;
  });
}

/** Puts each member of JSON on a line, but not each text of a list. Leaves other bodies as they are. */
function indentJson(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    const text = JSON.stringify(value, null, 2);
    return text.replace(/\[[^[\]{}]*\]/g, (list) => list.replace(/\n\s*/g, ' '));
  } catch {
    return body;
  }
}
