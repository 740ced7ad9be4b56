import {
  type ByName,
  type HttpHeaders,
  type HttpRequest,
  isJsonObject,
  type JsonValue,
  type OAuthError,
} from '@oauth/core/plugin';
import type { PresentedToken } from './read-access-token.js';
import { accessError } from './reasons.js';
import type { SenderConstraint } from './sender-constraint.js';
import type { AccessTokenInfo } from './types.js';

/** The sender constraints of an API, and what their proofs are about. */
export interface SenderPolicy {
  readonly senders: ByName<SenderConstraint>;
  readonly origin: string;
}

/**
 * Verifies that the request comes from the client that the token is bound to, by every member of
 * `cnf`. A token that is bound in a way that no sender constraint knows is refused, as is one that
 * comes by the scheme of another kind of token: a bound token must not work as a bearer token.
 *
 * @returns headers for the response
 * @throws OAuthError
 * @see https://www.rfc-editor.org/rfc/rfc9449#section-7.2
 */
export async function verifySender(
  request: HttpRequest,
  { token, scheme }: PresentedToken,
  info: AccessTokenInfo,
  policy: SenderPolicy & { readonly now: number },
): Promise<HttpHeaders> {
  const bindings = findBindings(info, policy.senders);
  const expectedScheme = findScheme(bindings) ?? 'Bearer';
  if (scheme !== expectedScheme.toLowerCase())
    throw accessError('token.scheme', {
      values: { scheme: expectedScheme },
      clientId: info.clientId,
    });
  assertTokenType(info, expectedScheme);
  const context = { token, origin: policy.origin, now: policy.now };
  let headers: HttpHeaders = {};
  for (const { sender, confirmation } of bindings) {
    const senderProof = await sender.prove(request, context);
    if (senderProof === undefined || senderProof.confirmation !== confirmation)
      throw unprovenSender(info, policy.senders);
    headers = { ...headers, ...senderProof.headers };
  }
  return headers;
}

/**
 * `cnf` alone makes no access token: a refresh token may be bound to a key as well.
 *
 * @throws OAuthError for a type that is neither Bearer nor the scheme of the token
 */
function assertTokenType({ tokenType: type, clientId }: AccessTokenInfo, scheme: string): void {
  if (type === undefined || ['bearer', scheme.toLowerCase()].includes(type.toLowerCase())) return;
  throw accessError('token.type', { values: { type, scheme }, clientId });
}

interface Binding {
  readonly sender: SenderConstraint;
  /** The value of the member of `cnf`. */
  readonly confirmation: JsonValue | undefined;
}

/** How the token is bound; empty for a bearer token. */
function findBindings(
  info: AccessTokenInfo,
  senders: ByName<SenderConstraint>,
): readonly Binding[] {
  const { cnf } = info.claims;
  if (cnf === undefined) return [];
  const members = isJsonObject(cnf) ? Object.entries(cnf) : [];
  // RFC 7800: without a member that the API knows, the token is bound in an unknown way.
  if (members.length === 0) throw unprovenSender(info, senders);
  return members.map(([member, confirmation]) => {
    const sender = Object.hasOwn(senders, member) ? senders[member] : undefined;
    if (sender === undefined) throw unprovenSender(info, senders);
    return { sender, confirmation };
  });
}

function findScheme(bindings: readonly Binding[]): string | undefined {
  return bindings.find(({ sender }) => sender.scheme !== undefined)?.sender.scheme;
}

function unprovenSender(
  { clientId, claims }: AccessTokenInfo,
  senders: ByName<SenderConstraint>,
): OAuthError {
  const { cnf } = claims;
  const values = {
    members: isJsonObject(cnf) ? Object.keys(cnf).join(', ') : 'none',
    known: Object.keys(senders).join(', ') || 'none',
  };
  return accessError('token.sender_constrained', { values, clientId });
}
