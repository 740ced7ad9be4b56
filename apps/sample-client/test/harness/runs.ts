import type { Demo } from './demo.js';
import { textOf, type Seen, type Visitor } from './visitor.js';

/** A step of a run, as the page shows it. */
export interface ShownStep {
  readonly title: string;
  /** All of its text. */
  readonly text: string;
  /** The status of the response; 0 for a request of the browser. */
  readonly status: number;
  readonly section: string;
}

/** The steps on the page of a run. */
export function stepsOf({ body }: Seen): readonly ShownStep[] {
  return body
    .split('<li class="step"')
    .slice(1)
    .map((part) => ({
      title: textOf(/<h2>[\s\S]*?<\/h2>/.exec(part)?.[0] ?? '')
        .replace(/^\s*\d+/, '')
        .trim(),
      text: textOf(part),
      status: Number(/<b>(\d{3}) /.exec(part)?.[1] ?? 0),
      section:
        /href="https:\/\/www\.rfc-editor\.org\/rfc\/(rfc\d+#section-[\d.]+)"/.exec(part)?.[1] ?? '',
    }));
}

/** What kept a run from going on. */
export function faultsOf({ body }: Seen): readonly string[] {
  return Array.from(body.matchAll(/<li class="bad">([\s\S]*?)<\/li>/g), ([, text = '']) =>
    textOf(text).replace(/\s+/g, ' ').trim(),
  );
}

/** Starts a run; resolves to its page. */
export async function startRun(
  visitor: Visitor,
  { client }: Demo,
  grant: string,
  fields?: Readonly<Record<string, string>>,
): Promise<Seen> {
  return visitor.submit(await visitor.go(`${client}/${grant}`), fields);
}

/** Where the page of a run sends the browser to. */
export function serverUrlOf({ body }: Seen): string {
  const link = /href="([^"]*)"[^>]*>Go to the server/.exec(body)?.[1] ?? '';
  return link.replaceAll('&amp;', '&');
}

/** Goes to the server as ada and decides; resolves to where that sends the browser, not yet there. */
export async function decide(
  visitor: Visitor,
  waiting: Seen,
  decision: 'approve' | 'deny' = 'approve',
): Promise<string> {
  const back = /^http:\/\/127\.0\.0\.1:\d+\//;
  let page = await visitor.go(serverUrlOf(waiting), back);
  if (page.body.includes('name="password"'))
    page = await visitor.submit(page, { username: 'ada', password: 'engine' }, back);
  if (page.body.includes('value="approve"')) page = await visitor.submit(page, { decision }, back);
  return page.url;
}
