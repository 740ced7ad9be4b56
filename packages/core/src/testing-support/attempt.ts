import { expect } from 'vitest';
import { bodyOf, type Form, type Headers } from './requests.js';
import { serve } from './serve.js';

/** How an attempt to authenticate ended. */
export interface Outcome {
  readonly status: number;
  readonly error: unknown;
  readonly reason: string | undefined;
}

/** What the client is told, and what the operator is. */
export async function attempt(
  body: Form,
  headers: Headers = {},
  served = serve(),
): Promise<Outcome> {
  const response = await served.token(body, headers);
  const { error } = bodyOf(response);
  expect(served.store.records.size).toBe(error === undefined ? 1 : 0);
  return { status: response.status, error, reason: served.events.at(-1)?.reason };
}

export const success = { status: 200, error: undefined, reason: undefined };
export const invalid = (reason: string): Outcome => ({
  status: 401,
  error: 'invalid_client',
  reason,
});
export const malformed = (reason: string): Outcome => ({
  status: 400,
  error: 'invalid_request',
  reason,
});
