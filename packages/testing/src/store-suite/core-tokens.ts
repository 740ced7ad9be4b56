import { createServer } from '@oauth/core';
import { findToken, sha256 } from '@oauth/core/plugin';
import type { Fixture } from './kit.js';

const issuer = 'https://auth.example';

/** A token as core mints it, and what its record has of it. */
export interface Token {
  readonly text: string;
  readonly of: Readonly<Record<'id' | 'grantId', string>>;
}

export async function tokenOf(grantId: string): Promise<Token> {
  const text = `${grantId}${'secret'.repeat(8)}`;
  return { text, of: { id: `${grantId}${await sha256(`${issuer} ${text}`)}`, grantId } };
}

/** Whether a token is live to a server on the store. */
export function liveness({ store, clock }: Fixture): (token: string) => Promise<boolean> {
  const server = createServer({ issuer, clients: [], store, plugins: [], clock: clock.nowMs });
  return async (token) => (await findToken(server.context, token)) !== undefined;
}
