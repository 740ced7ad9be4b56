import type { Connection } from '../connections/connection.js';
import type { FlowContext } from './flow-context.js';

/** Stores that the client used the user's consent; `undefined` if the user has removed the app. */
export function markAppUsed(
  { connections, now }: FlowContext,
  subject: string,
  clientId: string,
): Promise<Connection | undefined> {
  const lastUsedAt = now();
  return connections.update(subject, clientId, (before) => before && { ...before, lastUsedAt });
}
