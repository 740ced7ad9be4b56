import type { OAuthEvent, OAuthEventType, OnEvent } from '@oauth/core/plugin';

/** What a server said, in the order it said it. */
export interface RecordedEvents {
  /** Give it to the server as its option of this name. */
  readonly onEvent: OnEvent;
  readonly all: readonly OAuthEvent[];
  /** Those of one type. */
  of(type: OAuthEventType): readonly OAuthEvent[];
  /** Forgets what was said so far. */
  clear(): void;
}

/** Listens to a server's events. */
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
