import type { HttpRequest, HttpResponse } from '../oauth/http.js';

/** A place in a standard. */
export interface Section {
  readonly text: string;
  readonly url: string;
}

/** Section `number` of an RFC. */
export function rfc(document: number, number: string): Section {
  return {
    text: `RFC ${document}, section ${number}`,
    url: `https://www.rfc-editor.org/rfc/rfc${document}#section-${number}`,
  };
}

/** What a step is told with. */
export interface Words {
  readonly title: string;
  readonly text: string;
  readonly section: Section;
}

/** What was found out by looking at a response. */
export interface Finding {
  readonly good: boolean;
  readonly text: string;
}

/** A request on the way, and what came of it. */
export interface Step extends Words {
  readonly from: 'client' | 'browser';
  readonly request: HttpRequest;
  /** Only the browser sees what its own requests are answered with. */
  readonly response: HttpResponse | undefined;
  readonly findings: readonly Finding[];
}
