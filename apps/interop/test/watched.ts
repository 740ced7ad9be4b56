import { inspect } from 'node:util';
import type { Change, HttpResponse, OAuthEvent, Store } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { everything } from './everything.js';

const issuer = 'https://auth.example';

export interface Watched {
  readonly get: (url: string, headers?: Readonly<Record<string, string>>) => Promise<HttpResponse>;
  readonly post: (
    url: string,
    form: Readonly<Record<string, string>> | string,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<HttpResponse>;
  /** Makes the next call of the store fail. */
  readonly breakStore: () => void;
  readonly events: readonly OAuthEvent[];
  /** Each thing that others than the client might get to see, by where they would. */
  readonly seen: () => Readonly<Record<'events' | 'store' | 'errors' | 'redirects', string>>;
}

/** A server with everything, and a record of all that leaves it other than tokens to their client. */
export function watched(): Watched {
  const events: OAuthEvent[] = [];
  const changes: (readonly Change[])[] = [];
  const answers: HttpResponse[] = [];
  let broken = false;
  const inner = memoryStore();
  const failing = async <T>(run: () => T): Promise<Awaited<T>> => {
    const fails = broken;
    broken = false;
    const result = await run();
    if (fails) throw new Error(`write failed: ${JSON.stringify(result)}`);
    return result;
  };
  const store: Store = {
    ...inner,
    get: (id) => failing(() => inner.get(id)),
    commit: (all) => {
      changes.push(all);
      return failing(() => inner.commit(all));
    },
  };
  const server = everything({ issuer, store, onEvent: (event) => events.push(event) });
  const send = async (path: string, init: RequestInit) => {
    const answer = await server.handle(new Request(issuer + path, init));
    answers.push(answer);
    return answer;
  };
  const all = (things: unknown) =>
    `${inspect(things, { depth: null, maxStringLength: null, maxArrayLength: null })}${JSON.stringify(things)}`;
  return {
    get: (url, headers = {}) => send(url, { headers }),
    post: (url, form, headers = {}) =>
      send(url, { method: 'POST', headers, body: new URLSearchParams(form) }),
    breakStore() {
      broken = true;
    },
    events,
    seen: () => ({
      events: all(events),
      store: all(changes),
      errors: all(answers.filter(({ status }) => status >= 400)),
      redirects: all(answers.map(({ headers }) => headers)),
    }),
  };
}
