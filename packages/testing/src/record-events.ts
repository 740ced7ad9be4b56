import type { OAuthEvent, OAuthEventType, OnEvent } from '@oauth/core/plugin';

/** The events of a server, in order. */
export interface RecordedEvents {
  /** The server's option of this name. */
  readonly onEvent: OnEvent;
  readonly all: readonly OAuthEvent[];
  /** The events of one type. */
  of(type: OAuthEventType): readonly OAuthEvent[];
  /** Forgets the events so far. */
  clear(): void;
}

/** Records the events of the server that is given its `onEvent`. */
export function recordEvents(): RecordedEvents {
  const all: OAuthEvent[] = [];
  return {
    onEvent: (event) => all.push(event),
    all,
    of: (type) => all.filter((event) => event.type === type),
    clear() {
      all.length = 0;
    },
  };
}
