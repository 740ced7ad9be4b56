import { createRandomText } from '../oauth/pkce.js';
import type { Run } from './run.js';

/** Bounds of what the client has in memory. */
const maxSessions = 200;
const maxRuns = 10;

/** The runs of one browser. */
export class Session {
  readonly id = createRandomText();
  readonly #runs = new Map<string, Run>();

  addRun(run: Run): void {
    this.#runs.set(run.id, run);
    dropOldest(this.#runs, maxRuns);
  }

  findRun(id: string): Run | undefined {
    return this.#runs.get(id);
  }

  /**
   * The run that waits for a response with this `state`. A response to a request that an attacker has
   * started has the `state` of no run of this browser, so the client does not use it.
   *
   * @see https://www.rfc-editor.org/rfc/rfc6749#section-10.12
   */
  findWaitingRun(state: string | null): Run | undefined {
    return [...this.#runs.values()].find(({ browserTurn }) => browserTurn?.state === state);
  }
}

/** Sessions of the latest browsers, by the id in their cookie. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();

  findSession(id: string | undefined): Session | undefined {
    return id === undefined ? undefined : this.#sessions.get(id);
  }

  createSession(): Session {
    const session = new Session();
    this.#sessions.set(session.id, session);
    dropOldest(this.#sessions, maxSessions);
    return session;
  }
}

function dropOldest(map: Map<string, unknown>, limit: number): void {
  const [oldest] = map.keys();
  if (map.size > limit && oldest !== undefined) map.delete(oldest);
}
