import { parseSetCookie, readForm, type FormField } from '@oauth/app-kit/page';

/** A page that a browser has loaded. */
export interface LoadedPage {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

type Fields = Readonly<Record<string, string>>;

/** Keeps cookies and follows redirects as a browser does, posts forms, runs no script. */
export class TestBrowser {
  readonly #cookies = new Map<string, string>();

  /** Loads a URL and follows redirects, but not to an address that matches `until`. */
  async load(url: string, until?: RegExp, init: RequestInit = {}): Promise<LoadedPage> {
    const page = await this.#fetch(url, init);
    const location = page.headers.get('location');
    if (location === null) return page;
    const next = new URL(location, url).href;
    return until?.test(next) === true ? { ...page, url: next } : this.load(next, until);
  }

  /** Submits a page's form, with some fields changed or added. */
  submit(page: LoadedPage, changes: Fields = {}, until?: RegExp): Promise<LoadedPage> {
    const { action, fields } = readForm(page.body);
    const unchanged = fields.filter(([name]) => !(name in changes));
    const form: FormField[] = [...unchanged, ...Object.entries(changes)];
    const url = new URL(action, page.url);
    return this.load(url.href, until, {
      method: 'POST',
      headers: { origin: url.origin },
      body: new URLSearchParams(form),
    });
  }

  async #fetch(url: string, init: RequestInit): Promise<LoadedPage> {
    const headers = new Headers(init.headers);
    const { hostname } = new URL(url);
    const cookies = Array.from(this.#cookies).filter(([key]) => key.startsWith(`${hostname} `));
    headers.set(
      'cookie',
      cookies.map(([key, value]) => `${key.split(' ')[1]}=${value}`).join('; '),
    );
    headers.set('accept', 'text/html');
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const field of response.headers.getSetCookie()) {
      const { name, value } = parseSetCookie(field);
      this.#cookies.set(`${hostname} ${name}`, value);
    }
    const { status, headers: responseHeaders } = response;
    return { url, status, headers: responseHeaders, body: await response.text() };
  }
}
