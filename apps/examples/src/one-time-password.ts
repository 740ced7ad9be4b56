import {
  createGrantId,
  createToken,
  type Decision,
  defineGrant,
  defineReasons,
  type GrantHandler,
  type GrantPlugin,
  type Server,
  sha256,
  timingSafeEqual,
  type TokenRequest,
} from '@oauth/core/plugin';
import { createRandomNumber } from './random-number.js';

const grantType = 'urn:example:grant-type:one-time-password';
const kind = 'one_time_password';
const lifetime = 300;
const maxGuesses = 5;

/** What {@link oneTimePassword} returns. */
export type OneTimePasswordPlugin = GrantPlugin<{
  readonly name: string;
  readonly grants: { readonly [grantType]: GrantHandler };
}>;

const passwordError = defineReasons({
  /** The ticket is unknown, expired, spent or another client's. */
  'one_time_password.invalid_ticket': {
    error: 'invalid_grant',
    description: 'The ticket is invalid or has expired.',
  },
  /** The password is wrong, and the user may try again. */
  'one_time_password.wrong': {
    error: 'invalid_grant',
    description: 'The password is wrong.',
  },
  /** The password was wrong for the last time that is allowed; the ticket is spent. */
  'one_time_password.too_many_guesses': {
    error: 'invalid_grant',
    description: 'The password was wrong too often. Request a new one.',
  },
});

/** The user who signs in, and the client. */
export interface OneTimePasswordRequest {
  readonly clientId: string;
  readonly subject: string;
  readonly scope: string;
}

/** What a one-time password consists of. */
export interface OneTimePassword {
  /** For the client, which sends it back with the password. */
  readonly ticket: string;
  /** For the user, by mail or SMS: six digits. */
  readonly password: string;
}

/**
 * Makes a one-time password. The store gets a digest of ticket and password together: six digits
 * alone would be guessed from their digest in a moment.
 */
export async function createOneTimePassword(
  { context }: Pick<Server, 'context'>,
  { clientId, subject, scope }: OneTimePasswordRequest,
): Promise<OneTimePassword> {
  const now = context.now();
  const grantId = createGrantId(context);
  const { token: ticket, id } = await createToken(context, grantId);
  const password = String(createRandomNumber(context.random, 6) % 1_000_000).padStart(6, '0');
  const digest = await sha256(`${ticket} ${password}`);
  const data = { scope, issuedAt: now, digest, wrongGuesses: 0 };
  const record = {
    id,
    version: 0,
    kind,
    grantId,
    clientId,
    subject,
    expiresAt: now + lifetime,
    data,
  };
  const { committed } = await context.store.commit([{ type: 'insert', record }]);
  if (!committed) throw new TypeError('The random source has returned the same bytes twice.');
  return { ticket, password };
}

/** Issues tokens for a one-time password, and counts wrong guesses. */
export function oneTimePassword(): OneTimePasswordPlugin {
  return defineGrant({
    name: 'one-time-password',
    grants: { [grantType]: { clients: 'any', handle: verifyPassword } },
  });
}

/**
 * Decides on a guess. The refusal and the count are one commit, so parallel guesses are counted one
 * by one: a guess that loses the commit is decided again, by the count of the others.
 */
async function verifyPassword({ client, parameters, findRecord }: TokenRequest): Promise<Decision> {
  const ticket = parameters.required('ticket');
  const password = parameters.required('password');
  const record = await findRecord(ticket, kind);
  if (record?.clientId !== client.client_id || record.data.spentAt !== undefined)
    throw passwordError('one_time_password.invalid_ticket');
  const { subject, data } = record;
  const { digest } = data;
  const guessed = await sha256(`${ticket} ${password}`);
  if (typeof digest === 'string' && timingSafeEqual(guessed, digest))
    return { subject, scope: data.scope.split(' '), consumes: record, refreshable: true };
  const wrongGuesses = Number(data['wrongGuesses']) + 1;
  const counted = { ...record, data: { ...data, wrongGuesses } };
  return wrongGuesses < maxGuesses
    ? { refuse: passwordError('one_time_password.wrong'), updates: [counted] }
    : { refuse: passwordError('one_time_password.too_many_guesses'), consumes: counted };
}
