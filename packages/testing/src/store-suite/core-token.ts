import { createServer } from '@oauth/core';
import { findToken, sha256 } from '@oauth/core/plugin';
import type { Fixture } from './suite.js';

const issuer = 'https://auth.example';

/** A token as core makes it, and the members of its record that follow from its text. */
export interface CoreToken {
  readonly text: string;
  readonly members: Readonly<Record<'id' | 'grantId', string>>;
}

/** Makes a token of a grant. */
export async function coreToken(grantId: string): Promise<CoreToken> {
  const text = `${grantId}${'secret'.repeat(8)}`;
  return { text, members: { id: `${grantId}${await sha256(`${issuer} ${text}`)}`, grantId } };
}

/** A function that tells whether a server on the fixture's store takes a token for live. */
export function liveTokenCheck({ store, clock }: Fixture): (token: string) => Promise<boolean> {
  const server = createServer({ issuer, clients: [], store, plugins: [], clock: clock.nowMs });
  return async (token) => (await findToken(server.context, token)) !== undefined;
}
