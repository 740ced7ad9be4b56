import type { HttpRequest, HttpResponse } from '@oauth/core';
import type { App } from '../../src/server/app.js';

/** What answers it. */
export type Answers = Pick<App, 'handle'>;

/** A page as a test looks at it. */
export interface Seen {
  readonly status: number;
  readonly body: string;
  /** Where it redirects to. */
  readonly location: string | undefined;
  header(name: string): string;
  readonly cookies: readonly string[];
  /** The fields of the page's first form, as they stand. */
  readonly fields: readonly (readonly [string, string])[];
  /** Where that form posts to. */
  readonly action: string;
}

type Fields = readonly (readonly [string, string])[];

/** Keeps cookies and posts forms, as a browser does; follows redirects when it is told to. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();
  readonly #app: Answers;
  readonly #issuer: string;
  readonly #address: string;

  constructor(app: Answers, issuer: string, address: string) {
    this.#app = app;
    this.#issuer = issuer;
    this.#address = address;
  }

  /** The same browser, sent to another app. */
  to(app: Answers): TestBrowser {
    const other = new TestBrowser(app, this.#issuer, this.#address);
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
    return other;
  }

  get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Seen> {
    return this.#send('GET', url, undefined, headers);
  }

  post(url: string, fields: Fields | Readonly<Record<string, string>>): Promise<Seen> {
    const form = new URLSearchParams();
    const pairs: Fields = isList(fields) ? fields : Object.entries(fields);
    for (const [name, value] of pairs) form.append(name, value);
    return this.#send('POST', url, form.toString(), {});
  }

  /** Posts a page's form with its own fields, some of them changed. */
  submit(page: Seen, changes: Readonly<Record<string, string | readonly string[]>>): Promise<Seen> {
    const kept = page.fields.filter(([name]) => !(name in changes));
    const changed = Object.entries(changes).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : value).map((one) => [name, one] as const),
    );
    return this.post(page.action, [...kept, ...changed]);
  }

  /** Signs in on a page that asks for it, and goes where that leads. */
  async signIn(page: Seen, username: string, password: string): Promise<Seen> {
    const answer = await this.submit(page, { username, password });
    return answer.location === undefined ? answer : this.get(answer.location);
  }

  async #send(
    method: string,
    url: string,
    body: string | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Seen> {
    const sent: Readonly<Record<string, string>> = {
      accept: 'text/html',
      'x-client-address': this.#address,
      cookie: Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join('; '),
      ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headers,
    };
    const request: HttpRequest = {
      method,
      url,
      headers: { get: (name) => sent[name.toLowerCase()] ?? null },
      text: () => Promise.resolve(body ?? ''),
    };
    const response = await this.#app.handle(request);
    const page = seen(response);
    for (const cookie of page.cookies) this.#keep(cookie);
    return page;
  }

  #keep(cookie: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (cookie.includes('Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

function isList(fields: object): fields is Fields {
  return Array.isArray(fields);
}

function seen({ status, headers, body }: HttpResponse): Seen {
  const values = (name: string): readonly string[] =>
    Object.entries(headers)
      .filter(([key]) => key.toLowerCase() === name.toLowerCase())
      .flatMap(([, value]) => value);
  const form = /<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/.exec(body);
  return {
    status,
    body,
    location: values('location')[0],
    header: (name) => values(name).join(', '),
    cookies: values('set-cookie'),
    action: unescape(form?.[1] ?? ''),
    fields: fieldsOf(form?.[2] ?? ''),
  };
}

function fieldsOf(form: string): Fields {
  return Array.from(form.matchAll(/<input[^>]*>/g), ([tag]) => tag)
    .filter((tag) => !tag.includes('type="checkbox"') || /\schecked/.test(tag))
    .map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')]);
}

function attribute(tag: string, name: string): string {
  return unescape(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
