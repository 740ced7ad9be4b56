/** What {@link OAuthEvent.type} can say; plugins add types of their own. */
export type OAuthEventType =
  | 'token.issued'
  | 'token.repeated'
  | 'token.introspected'
  | 'token.revoked'
  | 'grant.revoked'
  | 'authorization.granted'
  | 'authorization.denied'
  | 'request.refused'
  | 'request.failed'
  | (string & Record<never, never>);

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
  /** What to change. */
  readonly hint?: string | undefined;
  /** What was thrown below. Not for clients' eyes. */
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

/** Hands an event to the listener, whatever the listener does. */
export async function deliver(onEvent: OnEvent, event: OAuthEvent): Promise<void> {
  try {
    await onEvent(event);
  } catch {
    // Said at OnEvent.
  }
}
