import type { Session, Sessions } from './session.js';

/** Sessions in the memory of one process: the oldest goes when there are too many. */
export function memorySessions(capacity = 100_000): Sessions {
  const sessions = new Map<string, Session>();
  return {
    find: (key) => sessions.get(key),
    save(session) {
      sessions.delete(session.key);
      sessions.set(session.key, session);
      if (sessions.size <= capacity) return;
      for (const oldest of sessions.keys()) {
        sessions.delete(oldest);
        break;
      }
    },
    remove: (key) => sessions.delete(key),
  };
}
