/** What a user lets a client do. Times are epoch seconds. */
export type Connection = Readonly<{
  clientId: string;
  /** What the user granted. */
  scope: readonly string[];
  /** What the user was asked for, when granting that. */
  asked: readonly string[];
  since: number;
  lastUsedAt: number;
  /** Until when the same request is granted without asking again; 0 is never. */
  rememberedUntil: number;
}>;

/** Where connections at an issuer are kept: one for a user and a client. */
export interface Connections {
  find(subject: string, clientId: string): Promise<Connection | undefined>;
  listOf(subject: string): Promise<readonly Connection[]>;
  /**
   * Stores what `change` makes of the connection, or of none, and resolves to it; `undefined`
   * leaves all as it is. One that was removed meanwhile does not come back by a change of it.
   */
  update(
    subject: string,
    clientId: string,
    change: (before: Connection | undefined) => Connection | undefined,
  ): Promise<Connection | undefined>;
  /**
   * Ends the connection, if there is one: to `find` and `update` it is gone at once; it stays listed
   * until `revoke` has done its work.
   */
  end(subject: string, clientId: string, revoke: () => Promise<void>): Promise<void>;
  /** Removes all of a user's, at every issuer on the store. */
  removeAll(subject: string): Promise<void>;
}
