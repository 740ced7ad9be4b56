import {
  andThen,
  type Awaitable,
  type Decision,
  type Issuance,
  type Seconds,
  type ServerContext,
  type StoredRecord,
  type TokenRequest,
} from '@oauth/core/plugin';
import type { AuthorizationCodeOptions } from './options.js';
import { isPkceRequired, verifyCodeVerifier } from './pkce.js';
import { codeError, type CodeReason } from './reasons.js';

/**
 * Decides on the code that a token request presents. The first request of the code's client spends
 * it, even with a wrong `redirect_uri` or `code_verifier`, so that neither can be guessed. A code
 * that is presented again ends its grant, unless the request is a retry within the grace period.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3
 */
export function redeemCode(
  request: TokenRequest,
  server: Pick<ServerContext, 'now'>,
  options: AuthorizationCodeOptions,
): Awaitable<Decision> {
  const code = request.parameters.required('code');
  return andThen(request.findRecord(code, 'authorization_code'), (record) =>
    redeemRecord(record, request, server, options),
  );
}

function redeemRecord(
  record: StoredRecord | undefined,
  request: TokenRequest,
  server: Pick<ServerContext, 'now'>,
  options: AuthorizationCodeOptions,
): Awaitable<Decision> {
  // Another client that has got hold of the code must not be able to spend it.
  if (record?.clientId !== request.client.client_id) throw codeError('code.unknown');
  return andThen(findMismatch(request, record, options), (mismatch) => {
    const { spentAt } = record.data;
    if (spentAt === undefined)
      return mismatch === undefined
        ? buildIssuance(record, request.now)
        : { refuse: codeError(mismatch), consumes: record };
    const isRetry =
      mismatch === undefined &&
      isWithinGracePeriod(spentAt, request.now, server.now(), options.gracePeriod);
    if (isRetry) throw codeError('code.raced');
    return { refuse: codeError('code.reused'), revokes: record.grantId };
  });
}

/** Seconds for which a spent code is still known, so that its reuse ends the grant. */
const spentCodeLifetime = 86_400;

function buildIssuance(record: StoredRecord, now: Seconds): Issuance {
  const { scope, audience, details } = record.data;
  return {
    subject: record.subject,
    scope: scope === '' ? [] : scope.split(' '),
    audience,
    details,
    consumes: { ...record, expiresAt: now + spentCodeLifetime },
    refreshable: true,
  };
}

/**
 * A request that waited for the store may have arrived before the code was spent. A clock that
 * jumped back by more than the grace period makes no retry of a reuse.
 */
function isWithinGracePeriod(
  spentAt: Seconds,
  arrivedAt: Seconds,
  now: Seconds,
  gracePeriod: Seconds = 10,
): boolean {
  return arrivedAt - spentAt < gracePeriod && spentAt - now < gracePeriod;
}

/** The reason why the token request does not match the authorization request of the code. */
function findMismatch(
  { parameters, client }: TokenRequest,
  { data }: StoredRecord,
  policy: AuthorizationCodeOptions,
): Awaitable<CodeReason | undefined> {
  if (!isRedirectUriCorrect(parameters.get('redirect_uri') ?? null, data))
    return 'redirect_uri.mismatch';
  if (data['challenge'] === null && isPkceRequired(policy, client)) return 'code_challenge.missing';
  const verifier = parameters.get('code_verifier');
  const verified = verifyCodeVerifier(verifier, data['challenge'], data['challengeMethod']);
  return andThen(verified, (isVerified) => {
    if (isVerified) return undefined;
    return verifier === undefined ? 'code_verifier.missing' : 'code_verifier.mismatch';
  });
}

/** A stored record without `redirectUriGiven` is damaged, and no redirect URI is correct for it. */
function isRedirectUriCorrect(redirectUri: string | null, data: StoredRecord['data']): boolean {
  const { redirectUri: stored, redirectUriGiven } = data;
  if (redirectUriGiven === true) return redirectUri === stored;
  return redirectUriGiven === false && (redirectUri === null || redirectUri === stored);
}
