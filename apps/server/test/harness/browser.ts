import { parseSetCookie, readForm } from '@oauth/app-kit/page';
import type { HttpRequest, HttpResponse } from '@oauth/core';
import type { App } from '../../src/server/app.js';

/** A server to send requests to. */
export type RequestTarget = Pick<App, 'handle'>;

/** A response as tests look at it. */
export interface PageResponse {
  readonly status: number;
  readonly body: string;
  /** The URL of a redirect. */
  readonly location: string | undefined;
  header(name: string): string;
  readonly cookies: readonly string[];
  /** The fields of the page's first form with their values. */
  readonly fields: readonly (readonly [string, string])[];
  /** The path that the form posts to. */
  readonly action: string;
}

type Fields = readonly (readonly [string, string])[];

/** A browser that stores cookies and posts forms. It follows no redirects by itself. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();
  readonly #app: RequestTarget;
  readonly #issuer: string;
  readonly #address: string;

  constructor(app: RequestTarget, issuer: string, address: string) {
    this.#app = app;
    this.#issuer = issuer;
    this.#address = address;
  }

  /** A browser with the same cookies at another app. */
  switchTo(app: RequestTarget): TestBrowser {
    const other = new TestBrowser(app, this.#issuer, this.#address);
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
    return other;
  }

  get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<PageResponse> {
    return this.#send('GET', url, undefined, headers);
  }

  post(url: string, fields: Fields | Readonly<Record<string, string>>): Promise<PageResponse> {
    const form = new URLSearchParams();
    const pairs: Fields = isFieldList(fields) ? fields : Object.entries(fields);
    for (const [name, value] of pairs) form.append(name, value);
    return this.#send('POST', url, form.toString(), {});
  }

  /** Posts a page's form with some of its fields changed. */
  submit(
    page: PageResponse,
    changes: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<PageResponse> {
    const unchanged = page.fields.filter(([name]) => !(name in changes));
    const changed = Object.entries(changes).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : value).map((item) => [name, item] as const),
    );
    return this.post(page.action, [...unchanged, ...changed]);
  }

  /** Opens the sign-in page and posts its form; resolves to the response. */
  async attemptSignIn(username: string, password: string): Promise<PageResponse> {
    return this.submit(await this.get('/signin'), { username, password });
  }

  /** Signs in on a sign-in page and follows the redirect. */
  async signIn(page: PageResponse, username: string, password: string): Promise<PageResponse> {
    const response = await this.submit(page, { username, password });
    return response.location === undefined ? response : this.get(response.location);
  }

  async #send(
    method: string,
    url: string,
    body: string | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<PageResponse> {
    const allHeaders: Readonly<Record<string, string>> = {
      accept: 'text/html',
      cookie: Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join('; '),
      ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headers,
    };
    const request: HttpRequest = {
      method,
      url,
      headers: { get: (name) => allHeaders[name.toLowerCase()] ?? null },
      text: () => Promise.resolve(body ?? ''),
      peer: { address: this.#address },
    };
    const response = await this.#app.handle(request);
    const page = parseResponse(response);
    for (const cookie of page.cookies) this.#storeCookie(cookie);
    return page;
  }

  #storeCookie(cookie: string): void {
    const { name, value, isRemoval } = parseSetCookie(cookie);
    if (isRemoval) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

function isFieldList(fields: object): fields is Fields {
  return Array.isArray(fields);
}

function parseResponse({ status, headers, body }: HttpResponse): PageResponse {
  const values = (name: string): readonly string[] =>
    Object.entries(headers)
      .filter(([key]) => key.toLowerCase() === name.toLowerCase())
      .flatMap(([, value]) => value);
  const { action, fields } = readForm(body);
  return {
    status,
    body,
    location: values('location')[0],
    header: (name) => values(name).join(', '),
    cookies: values('set-cookie'),
    action,
    fields,
  };
}
