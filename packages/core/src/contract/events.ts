/**
 * The types of events and what they tell. Plugins add theirs by declaration merging; `docs/events.md`
 * is generated from the comments, where `@audit` marks what belongs into an audit log.
 */
export interface OAuthEventTypes {
  /** A user approved; a code or a token went to the redirect URI. @audit */
  'authorization.granted': unknown;
  /** A user denied the request. @audit */
  'authorization.denied': unknown;
  /** Tokens were stored and sent. @audit */
  'token.issued': unknown;
  /** A retry within the grace period got the response that the first request got. @audit */
  'token.retried': unknown;
  /** Everything of a grant was revoked: by its client, its user, or because of reuse. @audit */
  'grant.revoked': unknown;
  /** A request was refused; `reason` says why. @audit */
  'request.refused': unknown;
  /** The server could not do its work; `cause` says why. @audit */
  'request.failed': unknown;
}

/** What {@link OAuthEvent.type} can be; apps may emit types of their own. */
export type OAuthEventType = keyof OAuthEventTypes | (string & Record<never, never>);

/** What an event may tell beside its type. No member ever holds a token, code, secret or password. */
export interface OAuthEventDetails {
  /** Stable code of the decision's reason, such as `client.secret_mismatch`. */
  readonly reason?: string | undefined;
  /** Metadata member of the endpoint, such as `token_endpoint`. */
  readonly endpoint?: string | undefined;
  readonly clientId?: string | undefined;
  readonly subject?: string | undefined;
  readonly grantId?: string | undefined;
  readonly grantType?: string | undefined;
  readonly scope?: readonly string[] | undefined;
  /** The error code that the client was given. */
  readonly error?: string | undefined;
  /** What the operator should change. */
  readonly hint?: string | undefined;
  /** What was thrown below. Keep it from clients. */
  readonly cause?: unknown;
}

/** One decision of the server, for logs, audit and metrics. */
export interface OAuthEvent extends OAuthEventDetails {
  readonly type: OAuthEventType;
  /** Epoch milliseconds. */
  readonly timestampMs: number;
}

/** Takes events. What it throws or rejects with is dropped: a broken log must not stop sign-ins. */
export type OnEvent = (event: OAuthEvent) => unknown;
