import { inspect } from 'node:util';
import type { Change, HttpResponse, OAuthEvent, Store } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { fullServer } from './full-server.js';

const issuer = 'https://auth.example';

type Fields = Readonly<Record<string, string>>;

export interface WatchedServer {
  readonly get: (url: string, headers?: Fields) => Promise<HttpResponse>;
  readonly post: (url: string, form: Fields | string, headers?: Fields) => Promise<HttpResponse>;
  /** Makes the next call of the store fail, after it was done. */
  readonly breakStore: () => void;
  readonly events: readonly OAuthEvent[];
  /** All that parties other than the client may see, as text, by place. */
  readonly getOutput: () => Readonly<Record<'events' | 'store' | 'errors' | 'redirects', string>>;
}

/** A full server with a record of all that leaves it, but for tokens to their client. */
export function watchedServer(): WatchedServer {
  const events: OAuthEvent[] = [];
  const commits: (readonly Change[])[] = [];
  const responses: HttpResponse[] = [];
  const { store, breakStore } = breakableStore(commits);
  const server = fullServer({ issuer, store, onEvent: (event) => events.push(event) });
  const send = async (path: string, init: RequestInit): Promise<HttpResponse> => {
    const response = await server.handle(new Request(issuer + path, init));
    responses.push(response);
    return response;
  };
  return {
    get: (url, headers = {}) => send(url, { headers }),
    post: (url, form, headers = {}) =>
      send(url, { method: 'POST', headers, body: new URLSearchParams(form) }),
    breakStore,
    events,
    getOutput: () => ({
      events: printAll(events),
      store: printAll(commits),
      errors: printAll(responses.filter(({ status }) => status >= 400)),
      redirects: printAll(responses.map(({ headers }) => headers)),
    }),
  };
}

/** A store that records what is committed. Its failures quote what was written, as drivers do. */
function breakableStore(commits: (readonly Change[])[]): {
  readonly store: Store;
  readonly breakStore: () => void;
} {
  const inner = memoryStore();
  let broken = false;
  const failIfBroken = async <T>(call: () => T): Promise<Awaited<T>> => {
    const fails = broken;
    broken = false;
    const result = await call();
    if (fails) throw new Error(`write failed: ${JSON.stringify(result)}`);
    return result;
  };
  return {
    store: {
      ...inner,
      get: (id) => failIfBroken(() => inner.get(id)),
      commit: (changes) => {
        commits.push(changes);
        return failIfBroken(() => inner.commit(changes));
      },
    },
    breakStore() {
      broken = true;
    },
  };
}

/** As `inspect` and as JSON show it. */
function printAll(values: unknown): string {
  const full = { depth: null, maxStringLength: null, maxArrayLength: null };
  return `${inspect(values, full)}${JSON.stringify(values)}`;
}
