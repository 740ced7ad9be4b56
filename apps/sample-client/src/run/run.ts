import { send, type HttpRequest, type HttpResponse } from '../oauth/http.js';
import { randomText } from '../oauth/secrets.js';
import type { Finding, Step, Words } from './step.js';

/** Where the browser has to go before a run can go on. */
export interface Waiting {
  readonly url: string;
  readonly state: string;
}

/** Thrown to end a run early; what stands in the way is among the findings then. */
class Stop extends Error {}

/**
 * One run of a grant, and the record of it. The grant is a function from its first request to its
 * last; where it needs the user, it waits for the browser to come back.
 */
export class Run {
  readonly id = randomText();
  readonly #steps: (Step & { readonly findings: Finding[] })[] = [];
  #waiting: (Waiting & { readonly resume: (answer: URLSearchParams) => void }) | undefined;
  #pause: () => void = () => undefined;

  constructor(readonly grant: string) {}

  get steps(): readonly Step[] {
    return this.#steps;
  }

  /** Where the browser has to go now; `undefined` when the run is over. */
  get waiting(): Waiting | undefined {
    return this.#waiting;
  }

  /** Starts; resolves when it is the browser's turn, or when all is done. */
  start(grant: (run: Run) => Promise<void>): Promise<void> {
    return this.#untilPause(() => {
      void grant(this)
        .catch((thrown: unknown) => {
          if (!(thrown instanceof Stop)) this.#find({ good: false, text: String(thrown) });
        })
        .then(() => this.#pause());
    });
  }

  /** Goes on with what the browser has brought back; an answer is taken once. */
  async resume(answer: URLSearchParams): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) await this.#untilPause(() => waiting.resume(answer));
  }

  /** Sends a request and writes it down. Any status but the expected one ends the run. */
  async send(words: Words, request: HttpRequest, expected = 200): Promise<HttpResponse> {
    let response: HttpResponse | undefined;
    try {
      response = await send(request);
    } catch {
      // There is nothing to write down of a response.
    }
    this.#steps.push({ ...words, from: 'client', request, response, findings: [] });
    if (response === undefined)
      this.stop('Nothing answers there. npm start says so when a port was taken.');
    if (response.status !== expected) this.stop(`It should have been answered with ${expected}.`);
    return response;
  }

  /** Sends the browser away; resolves to the answer that it comes back with. */
  async sendBrowser(words: Words, url: string, state: string): Promise<URLSearchParams> {
    this.noteBrowser(words, url);
    return new Promise((resume) => {
      this.#waiting = { url, state, resume };
      this.#pause();
    });
  }

  /** Writes down a request of the browser. */
  noteBrowser(words: Words, url: string): void {
    const request = { method: 'GET', url, headers: {} } as const;
    this.#steps.push({ ...words, from: 'browser', request, response: undefined, findings: [] });
  }

  /** Writes down what the last step has shown. */
  found(text: string): void {
    this.#find({ good: true, text });
  }

  /** Ends the run: the last step has shown that it cannot go on. */
  stop(text: string): never {
    this.#find({ good: false, text });
    throw new Stop(text);
  }

  /** Stops unless what was looked for is there. */
  need<T>(value: T | undefined, text: string): T {
    return value ?? this.stop(text);
  }

  #find(finding: Finding): void {
    this.#steps.at(-1)?.findings.push(finding);
  }

  #untilPause(go: () => void): Promise<void> {
    return new Promise((resolve) => {
      this.#pause = resolve;
      go();
    });
  }
}
