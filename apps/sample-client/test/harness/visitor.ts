/** A page as a visitor sees it. */
export interface Seen {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

type Fields = Readonly<Record<string, string>>;

/** Keeps cookies and follows redirects as a browser does, posts forms, runs no script. */
export class Visitor {
  readonly #cookies = new Map<string, string>();

  /** Goes to a URL, and on to wherever that redirects; `until` is where to stop. */
  async go(url: string, until?: RegExp, init: RequestInit = {}): Promise<Seen> {
    const seen = await this.#fetch(url, init);
    const location = seen.headers.get('location');
    if (location === null) return seen;
    const next = new URL(location, url).href;
    return until?.test(next) === true ? { ...seen, url: next } : this.go(next, until);
  }

  /** Submits a page's form, with the fields that it has and some more. */
  submit(page: Seen, fields: Fields = {}, until?: RegExp): Promise<Seen> {
    const action = attribute(/<form[^>]*>/.exec(page.body)?.[0] ?? '', 'action');
    const form = new URLSearchParams();
    for (const [tag] of page.body.matchAll(/<input[^>]*>/g)) {
      const name = attribute(tag, 'name');
      const chosen = !/type="(radio|checkbox)"/.test(tag) || /\schecked/.test(tag);
      if (chosen && !(name in fields)) form.append(name, attribute(tag, 'value'));
    }
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    const url = new URL(action, page.url);
    return this.go(url.href, until, {
      method: 'POST',
      headers: { origin: url.origin },
      body: form,
    });
  }

  async #fetch(url: string, init: RequestInit): Promise<Seen> {
    const headers = new Headers(init.headers);
    const { hostname } = new URL(url);
    const cookies = Array.from(this.#cookies).filter(([key]) => key.startsWith(`${hostname} `));
    headers.set(
      'cookie',
      cookies.map(([key, value]) => `${key.split(' ')[1]}=${value}`).join('; '),
    );
    headers.set('accept', 'text/html');
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.#cookies.set(`${hostname} ${name}`, value);
    }
    const { status, headers: answered } = response;
    return { url, status, headers: answered, body: await response.text() };
  }
}

function attribute(tag: string, name: string): string {
  return unescape(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

/** Text of HTML without its tags. */
export function textOf(body: string): string {
  return unescape(body.replace(/<[^>]*>/g, '')).replace(/[^\S\n]+/g, ' ');
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
