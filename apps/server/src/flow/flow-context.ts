import type { Client, OAuthEvent, Store } from '@oauth/core';
import type { Config } from '../config/config.js';
import type { Consents } from '../consents/consent.js';
import type { Renderer } from '../pages/renderer.js';
import type { Sessions } from '../sessions/sessions.js';
import type { AuthenticateUser } from '../users/authenticator.js';

/** What the routes and the steps of an authorization share. */
export interface FlowContext {
  readonly config: Config;
  readonly renderer: Renderer;
  readonly sessions: Sessions;
  readonly consents: Consents;
  readonly authenticateUser: AuthenticateUser;
  /** Where codes and tokens are, to revoke them. */
  readonly store: Store;
  /** Epoch seconds. */
  readonly now: () => number;
  readonly findClient: (clientId: string) => Client | undefined;
  readonly emit: (event: Omit<OAuthEvent, 'timestampMs'>) => void;
}
