import { randomBytes } from 'node:crypto';
import { webApp } from '../clients.js';
import { now } from './by-hand.js';

/** What a user let a client do; it ends with everything that it gave. */
export interface Grant {
  readonly clientId: string;
  readonly subject: string;
  readonly scope: string;
  revoked: boolean;
}

interface Code {
  readonly grant: Grant;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly expiresAt: number;
}

interface Token {
  readonly grant: Grant;
  readonly expiresAt: number;
}

interface RefreshToken extends Token {
  /** When it was used, and the answer for the client that did not get it. */
  spent: { readonly at: number; readonly answer: Answer } | undefined;
}

/** The body of a token response. */
type Answer = Readonly<Record<string, string | number>>;

/** What a server of the code and refresh grants keeps, when it is written by hand: by the tokens. */
export class HandWrittenGrants {
  readonly codes = new Map<string, Code>();
  readonly accessTokens = new Map<string, Token>();
  readonly refreshTokens = new Map<string, RefreshToken>();

  clear(): void {
    this.codes.clear();
    this.accessTokens.clear();
    this.refreshTokens.clear();
  }

  /** The new tokens of a grant, and the answer that brings them. */
  issue(grant: Grant): Answer {
    const accessToken = newToken();
    const refreshToken = newToken();
    this.accessTokens.set(accessToken, { grant, expiresAt: now() + 3600 });
    this.#keep(refreshToken, grant);
    return {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: grant.scope,
      refresh_token: refreshToken,
    };
  }

  /** Issues that many refresh tokens, each of a grant of its own. */
  refreshTokensOfNewGrants(count: number): readonly string[] {
    this.clear();
    return Array.from({ length: count }, () => {
      const token = newToken();
      this.#keep(token, newGrant());
      return token;
    });
  }

  #keep(token: string, grant: Grant): void {
    const expiresAt = now() + 30 * 86_400;
    this.refreshTokens.set(token, { grant, expiresAt, spent: undefined });
  }
}

/** A grant as a user's approval makes it. */
export function newGrant(): Grant {
  const { id: clientId, scope } = webApp;
  return { clientId, subject: 'alice', scope, revoked: false };
}

export function newToken(): string {
  return randomBytes(32).toString('base64url');
}
