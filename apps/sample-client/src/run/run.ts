import { sendRequest, type HttpRequest, type HttpResponse } from '../oauth/http.js';
import { createRandomText } from '../oauth/pkce.js';
import type { Finding, Step, StepText } from './step.js';

/** Where the browser has to go before a run can go on. */
export interface BrowserTurn {
  readonly url: string;
  readonly state: string;
}

/** Ends a run early; its last finding says why. */
class RunStopped extends Error {}

/**
 * One run of a flow, and the record of its steps. The flow is a function from its first request to
 * its last; where it needs the user, it waits until the browser comes back.
 */
export class Run {
  readonly id = createRandomText();
  readonly #steps: (Step & { readonly findings: Finding[] })[] = [];
  #browserTurn: (BrowserTurn & { resume: (response: URLSearchParams) => void }) | undefined;
  #pause: () => void = () => undefined;

  /** @param flow the slug of the flow */
  constructor(readonly flow: string) {}

  get steps(): readonly Step[] {
    return this.#steps;
  }

  /** Where the browser has to go now; `undefined` when the run is over. */
  get browserTurn(): BrowserTurn | undefined {
    return this.#browserTurn;
  }

  /** Starts the flow; resolves when it is the browser's turn, or when the run is over. */
  start(flow: (run: Run) => Promise<void>): Promise<void> {
    const paused = this.#nextPause();
    void flow(this)
      .catch((thrown: unknown) => {
        if (!(thrown instanceof RunStopped)) this.#addFinding(false, String(thrown));
      })
      .then(() => this.#pause());
    return paused;
  }

  /** Goes on with the response that the browser has brought. A second response is ignored. */
  async resume(response: URLSearchParams): Promise<void> {
    const turn = this.#browserTurn;
    if (turn === undefined) return;
    this.#browserTurn = undefined;
    const paused = this.#nextPause();
    turn.resume(response);
    await paused;
  }

  /** Sends a request and records it. Any status but the expected one ends the run. */
  async send(text: StepText, request: HttpRequest, expected = 200): Promise<HttpResponse> {
    const response = await sendRequest(request).catch(() => undefined);
    this.#steps.push({ ...text, from: 'client', request, response, findings: [] });
    if (response === undefined)
      this.stop('There was no response. npm start says when a port was in use.');
    if (response.status !== expected) this.stop(`The status should have been ${expected}.`);
    return response;
  }

  /** Sends the browser away; resolves to the parameters that it comes back with. */
  async sendBrowser(text: StepText, { url, state }: BrowserTurn): Promise<URLSearchParams> {
    this.recordBrowserRequest(text, url);
    return new Promise((resume) => {
      this.#browserTurn = { url, state, resume };
      this.#pause();
    });
  }

  /** Records a request that the browser has made. */
  recordBrowserRequest(text: StepText, url: string): void {
    const request = { method: 'GET', url, headers: {} } as const;
    this.#steps.push({ ...text, from: 'browser', request, response: undefined, findings: [] });
  }

  /** Records a check of the last step that went well. */
  recordSuccess(text: string): void {
    this.#addFinding(true, text);
  }

  /** Ends the run: the last step has shown that it cannot go on. */
  stop(text: string): never {
    this.#addFinding(false, text);
    throw new RunStopped(text);
  }

  /** Ends the run unless the last step has brought a value. */
  requireValue<T>(value: T | null | undefined, text: string): T {
    return value ?? this.stop(text);
  }

  #addFinding(good: boolean, text: string): void {
    this.#steps.at(-1)?.findings.push({ good, text });
  }

  #nextPause(): Promise<void> {
    return new Promise((resolve) => {
      this.#pause = resolve;
    });
  }
}
