/** What a user lets a client do at an issuer. Times are epoch seconds. */
export type Consent = Readonly<{
  /** Marks the grants that were given under this consent. */
  id: string;
  issuer: string;
  clientId: string;
  /** The scopes that the user granted. */
  scope: readonly string[];
  /** The scopes that the client had requested. */
  requested: readonly string[];
  since: number;
  /** Until when the same request is granted without a page; 0 where the user is asked each time. */
  rememberedUntil: number;
  /** Whether the user is removing the app: its grants are being revoked. */
  ending: boolean;
}>;

/** The member of a grant's details that has the id of its consent. */
export const consentDetail = 'consent_id';

/** What the user decided, for a consent. */
export type ConsentDecision = Pick<Consent, 'clientId' | 'scope' | 'requested' | 'rememberedUntil'>;

/** The consents at an issuer: one for a user and a client. */
export interface Consents {
  /** The consent, unless the user is removing the app. */
  find(subject: string, clientId: string): Promise<Consent | undefined>;
  /** All of the user's, with those that are ending. */
  list(subject: string): Promise<readonly Consent[]>;
  /** Stores a decision. A consent that stands keeps its id, so that its grants stay. */
  give(subject: string, decision: ConsentDecision): Promise<Consent>;
  /**
   * Ends the consent: from now on `find` does not find it, and its grants are refused. It stays in
   * the list until it is removed, so that the user can try again when revoking fails.
   */
  end(subject: string, clientId: string): Promise<Consent | undefined>;
  remove(subject: string, id: string): Promise<void>;
  /** Removes all of the user's, at every issuer on the store. */
  removeAll(subject: string): Promise<void>;
}
