import { definePlugin, type Hooks, type JsonObject, sha256 } from '@oauth/core/plugin';

/** Options of {@link pairwiseSubject}. */
export interface PairwiseSubjectOptions {
  /** A secret of at least 32 random characters that never changes: subjects would change with it. */
  readonly salt: string;
}

/** What {@link pairwiseSubject} returns. */
export interface PairwiseSubjectPlugin {
  readonly name: string;
  readonly hooks: Pick<Hooks, 'tokenClaims'>;
}

/**
 * Tells the resource servers of each client another `sub` of the same user, so that they cannot join
 * what they know of the user. The store keeps the real subject, by which grants are revoked.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#PairwiseAlg
 */
export function pairwiseSubject({ salt }: PairwiseSubjectOptions): PairwiseSubjectPlugin {
  return definePlugin({
    name: 'pairwise-subject',
    hooks: {
      async tokenClaims(claims, { clientId, subject }): Promise<JsonObject> {
        if (subject === undefined) return claims;
        return { ...claims, sub: await sha256(JSON.stringify([clientId, subject, salt])) };
      },
    },
    check(_server, check) {
      const { length } = salt;
      check(length >= 32, 'pairwiseSubject.salt', `must have 32 characters or more, not ${length}`);
    },
  });
}
