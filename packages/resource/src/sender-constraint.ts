import type {
  Awaitable,
  ByName,
  Check,
  HttpHeaders,
  HttpRequest,
  JsonValue,
} from '@oauth/core/plugin';
import { formatValue } from './option-checks.js';

/** What a proof of possession has to be about. */
export interface ProofContext {
  /** The access token that the request presents. */
  readonly token: string;
  /** The configured origin of the API, for proofs that name the URL of the request. */
  readonly origin: string;
  /** Epoch seconds. */
  readonly now: number;
}

/** A key of which a request proves possession. */
export interface SenderProof {
  /** The key as `cnf` names it; the API compares it with the token's member of `cnf`. */
  readonly confirmation: string;
  /** Headers for the response, such as the nonce for the next proof. */
  readonly headers?: HttpHeaders | undefined;
}

/**
 * A way to bind access tokens to a key of the client, so that a stolen token is of no use.
 * `protectedResource` has them by member of `cnf`: `senders: { jkt: dpopSender }`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7800#section-3
 */
export interface SenderConstraint {
  /** The scheme of the Authorization header for tokens that are bound in this way. Default: `Bearer`. */
  readonly scheme?: string | undefined;
  /** Parameters that the challenge of the scheme has. */
  readonly challenge?: ByName<string> | undefined;
  /** Members for the metadata document (RFC 9728); they cannot replace those of the API. */
  readonly metadata?: ByName<JsonValue> | undefined;
  /**
   * The key of which the request proves possession, `undefined` if it proves none. It is called only
   * for a valid token that is bound in this way and comes by its scheme.
   *
   * @throws OAuthError for an invalid proof; its headers go onto the response
   */
  readonly prove: (
    request: HttpRequest,
    context: ProofContext,
  ) => Awaitable<SenderProof | undefined>;
}

/** RFC 9110 section 5.6.2. */
const httpToken = /^[\w!#$%&'*+\-.^`|~]+$/;

/** Notes what the writing of challenges and the verification of senders rely on. */
export function checkSenders(senders: ByName<SenderConstraint>, check: Check): void {
  for (const [member, sender] of Object.entries(senders)) {
    const path = `senders.${member}`;
    const prove: unknown = sender.prove;
    check(typeof prove === 'function', `${path}.prove`, 'is not a function; write one');
    const { scheme = 'Bearer', challenge = {} } = sender;
    check(
      httpToken.test(scheme),
      `${path}.scheme`,
      `is ${formatValue(scheme)}; write the name of an authentication scheme`,
    );
    for (const name of Object.keys(challenge))
      check(
        httpToken.test(name),
        `${path}.challenge`,
        `has ${formatValue(name)}; write names of challenge parameters`,
      );
  }
}
