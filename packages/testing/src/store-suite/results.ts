import type { CommitResult } from '@oauth/core/plugin';

/** The result of a commit that took effect. */
export const committed: CommitResult = { committed: true };

/** The result of a commit that lost because of the record with this id. */
export function lostResult(id: string): CommitResult {
  return { committed: false, lost: id };
}
