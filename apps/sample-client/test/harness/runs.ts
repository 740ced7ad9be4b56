import { getPageText } from '@oauth/app-kit/page';
import type { Demo } from './demo.js';
import type { LoadedPage, TestBrowser } from './test-browser.js';

/** A step of a run as its page shows it. */
export interface StepView {
  readonly title: string;
  /** All of its text. */
  readonly text: string;
  /** The status of the response; 0 for a request of the browser. */
  readonly status: number;
  readonly section: string;
}

/** The steps on the page of a run. */
export function readSteps({ body }: LoadedPage): readonly StepView[] {
  return body
    .split('<li class="step"')
    .slice(1)
    .map((part) => ({
      title: getPageText(/<h2>[\s\S]*?<\/h2>/.exec(part)?.[0] ?? '')
        .replace(/^\s*\d+/, '')
        .trim(),
      text: getPageText(part),
      status: Number(/<b>(\d{3}) /.exec(part)?.[1] ?? 0),
      section:
        /href="https:\/\/www\.rfc-editor\.org\/rfc\/(rfc\d+#section-[\d.]+)"/.exec(part)?.[1] ?? '',
    }));
}

/** The findings on the page of a run that ended it. */
export function readFaults({ body }: LoadedPage): readonly string[] {
  return Array.from(body.matchAll(/<li class="bad">([\s\S]*?)<\/li>/g), ([, text = '']) =>
    getPageText(text).replace(/\s+/g, ' ').trim(),
  );
}

/** Runs a flow until the user has to act or it is over; resolves to the page of the run. */
export async function startRun(
  browser: TestBrowser,
  { clientUrl }: Demo,
  flow: string,
  fields?: Readonly<Record<string, string>>,
): Promise<LoadedPage> {
  return browser.submit(await browser.load(`${clientUrl}/${flow}`), fields);
}

/** The authorization URL that the page of a run links to. */
export function readAuthorizationUrl({ body }: LoadedPage): string {
  const link = /href="([^"]*)"[^>]*>Go to the server/.exec(body)?.[1] ?? '';
  return link.replaceAll('&amp;', '&');
}

/**
 * Signs in at the server as ada and decides. Resolves to the redirect back to the client, which the
 * browser has not followed.
 */
export async function decideAtServer(
  browser: TestBrowser,
  waiting: LoadedPage,
  decision: 'approve' | 'deny' = 'approve',
): Promise<string> {
  const redirectUri = /^http:\/\/127\.0\.0\.1:\d+\//;
  let page = await browser.load(readAuthorizationUrl(waiting), redirectUri);
  if (page.body.includes('name="password"'))
    page = await browser.submit(page, { username: 'ada', password: 'engine' }, redirectUri);
  if (page.body.includes('value="approve"'))
    page = await browser.submit(page, { decision }, redirectUri);
  return page.url;
}
