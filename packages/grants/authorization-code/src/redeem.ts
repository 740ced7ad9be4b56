import {
  andThen,
  type Awaitable,
  type Decision,
  OAuthError,
  type Seconds,
  type ServerContext,
  type StoredRecord,
  type TokenRequest,
} from '@oauth/core/plugin';
import type { AuthorizationCodeOptions } from './authorization-code.js';
import { answers, isRequired } from './pkce.js';

/**
 * Trades a code for tokens. It is spent by the first who presents it, whether the proofs that go
 * with it hold or not; coming again it revokes what it gave, unless the very same request was only
 * a little late.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3
 */
export function redeem(
  request: TokenRequest,
  { now }: Pick<ServerContext, 'now'>,
  options: AuthorizationCodeOptions,
): Awaitable<Decision> {
  const code = request.parameters.required('code');
  return andThen(request.findRecord(code, 'authorization_code'), (record) => {
    // A stranger's attempt must not spend the code of the client it was given to.
    if (record?.clientId !== request.client.client_id) throw refused('code.unknown');
    return andThen(proofFault(request, record, options), (fault) =>
      decide(request, record, fault, now, options),
    );
  });
}

function decide(
  request: TokenRequest,
  record: StoredRecord,
  fault: string | undefined,
  now: () => Seconds,
  { gracePeriod = 10 }: AuthorizationCodeOptions,
): Decision {
  const { spentAt, scope, audience, details } = record.data;
  if (spentAt !== undefined) {
    // It may have come long before the spending, and have waited for the store since.
    const soon = request.now - spentAt < gracePeriod && spentAt - now() < gracePeriod;
    if (soon && fault === undefined) throw refused('code.raced');
    return { refuse: refused('code.reused'), revokes: record.grantId };
  }
  if (fault !== undefined) return { refuse: refused(fault), consumes: record };
  return {
    subject: record.subject,
    scope: scope === '' ? [] : scope.split(' '),
    audience,
    details,
    // Spent, it is kept for longer than it could be used: a replay still ends what it gave.
    consumes: { ...record, expiresAt: request.now + replayMemory },
    refreshable: true,
  };
}

/** Seconds. */
const replayMemory = 86_400;

/** What does not fit the authorization request that the code came from. */
function proofFault(
  { parameters, client }: TokenRequest,
  { data }: StoredRecord,
  policy: AuthorizationCodeOptions,
): Awaitable<string | undefined> {
  const redirectUri = parameters.get('redirect_uri') ?? null;
  const given = data['redirectUriGiven'];
  const expected = data['redirectUri'];
  if (given === true ? redirectUri !== expected : given !== false) return 'redirect_uri.mismatch';
  if (given === false && redirectUri !== null && redirectUri !== expected)
    return 'redirect_uri.mismatch';
  if (data['challenge'] === null && isRequired(policy, client)) return 'code_challenge.missing';
  const verifier = parameters.get('code_verifier');
  return andThen(answers(verifier, data['challenge'], data['challengeMethod']), (fits) => {
    if (fits) return undefined;
    return verifier === undefined ? 'code_verifier.missing' : 'code_verifier.mismatch';
  });
}

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
function refused(reason: string): OAuthError {
  const description = 'The code is invalid, expired, used, or was issued to another request.';
  return new OAuthError('invalid_grant', { reason, description });
}
