import type { HttpResponse } from '../contract/http.js';
import type { StoredRecord } from '../contract/store.js';
import { createGrantId, createToken } from '../token/create-token.js';
import { bodyOf, type Form } from './requests.js';
import { type Served, start } from './serve.js';

/** The grant type of the tests' third party. */
export const ticketGrantType = 'urn:example:ticket';

/** A client that may use it. */
export const ticketClient = {
  client_id: 'web',
  client_secret: 'web-secret',
  grant_types: [ticketGrantType, 'refresh_token'],
  scope: 'read write',
};

export interface StoredTicket {
  /** What the client presents. */
  readonly text: string;
  readonly record: StoredRecord;
}

/** Stores a single-use record, as a plugin stores a code: alice's, for the client `web`. */
export async function storeTicket(
  { server: { context } }: Pick<Served, 'server'>,
  members: Partial<StoredRecord> = {},
): Promise<StoredTicket> {
  const { grantId = createGrantId(context) } = members;
  const { token: text, id } = await createToken(context, grantId);
  const record: StoredRecord = {
    id,
    version: 0,
    kind: 'ticket',
    grantId,
    clientId: 'web',
    subject: 'alice',
    expiresAt: start + 600,
    data: { scope: 'read', issuedAt: start },
    ...members,
  };
  await context.store.commit([{ type: 'insert', record }]);
  return { text, record };
}

/** A token request that presents a ticket. */
export function ticketForm(text: string, more: Readonly<Record<string, string>> = {}): Form {
  return { grant_type: ticketGrantType, ticket: text, ...more };
}

/** The error code of a response, or `tokens`. */
export function outcomeOf(response: HttpResponse): unknown {
  const { access_token, error } = bodyOf(response);
  return access_token === undefined ? error : 'tokens';
}

/** How `times` parallel requests end, in alphabetical order. */
export async function race(times: number, send: () => Promise<HttpResponse>): Promise<unknown[]> {
  const responses = await Promise.all(Array.from({ length: times }, send));
  return responses.map(outcomeOf).sort();
}
