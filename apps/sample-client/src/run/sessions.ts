import { randomText } from '../oauth/secrets.js';
import type { Run } from './run.js';

/** How much is kept, as this is for trying things out. */
const maxSessions = 200;
const maxRuns = 10;

/** What one browser has run. */
export class Session {
  readonly id = randomText();
  readonly #runs = new Map<string, Run>();

  add(run: Run): void {
    this.#runs.set(run.id, run);
    dropOldest(this.#runs, maxRuns);
  }

  find(id: string): Run | undefined {
    return this.#runs.get(id);
  }

  /**
   * The run that waits for the answer with this `state`. None waits for what somebody else's request
   * has brought about, so such an answer gets nowhere.
   *
   * @see https://www.rfc-editor.org/rfc/rfc6749#section-10.12
   */
  waitingFor(state: string | null): Run | undefined {
    return [...this.#runs.values()].find(({ waiting }) => waiting?.state === state);
  }
}

/** The browsers that have been here lately, by the cookie they bring. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();

  find(id: string | undefined): Session | undefined {
    return id === undefined ? undefined : this.#sessions.get(id);
  }

  create(): Session {
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
