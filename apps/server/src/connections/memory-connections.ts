import type { Connection, Connections } from './connection.js';

/** Connections in the memory of one process; there are at most users × clients. */
export function memoryConnections(): Connections {
  const bySubject = new Map<string, Map<string, Connection>>();
  return {
    find: (subject, clientId) => bySubject.get(subject)?.get(clientId),
    listOf: (subject) => [...(bySubject.get(subject)?.values() ?? [])],
    save(connection) {
      const { subject, clientId } = connection;
      const own = bySubject.get(subject) ?? new Map<string, Connection>();
      bySubject.set(subject, own.set(clientId, connection));
    },
    remove: (subject, clientId) => bySubject.get(subject)?.delete(clientId),
  };
}
