import type { HttpRequest, HttpResponse } from '../oauth/http.js';

/** A section of a standard. */
export interface Section {
  readonly text: string;
  readonly url: string;
}

/** Section `number` of an RFC. */
export function rfcSection(rfc: number, number: string): Section {
  return {
    text: `RFC ${rfc}, section ${number}`,
    url: `https://www.rfc-editor.org/rfc/rfc${rfc}#section-${number}`,
  };
}

/** What the page says about a step. */
export interface StepText {
  readonly title: string;
  readonly text: string;
  readonly section: Section;
}

/** What the client found when it checked a response. */
export interface Finding {
  /** Whether the run can go on. */
  readonly good: boolean;
  readonly text: string;
}

/** A request, its response, and what the client found in it. */
export interface Step extends StepText {
  readonly from: 'client' | 'browser';
  readonly request: HttpRequest;
  /** `undefined` for requests of the browser: the client does not see their responses. */
  readonly response: HttpResponse | undefined;
  readonly findings: readonly Finding[];
}
