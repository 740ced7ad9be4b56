import { json, type HttpHeaders, type HttpResponse } from './http.js';

const statuses: ReadonlyMap<string, number> = new Map([
  ['invalid_client', 401],
  ['invalid_token', 401],
  ['insufficient_scope', 403],
  ['server_error', 500],
  ['temporarily_unavailable', 503],
]);

/**
 * Error codes of RFC 6749 sections 4.1.2.1 and 5.2, RFC 6750 section 3.1, RFC 7009 section 2.2.1
 * and RFC 8707 section 2; a plugin may bring its own.
 */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'unsupported_token_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'access_denied'
  | 'server_error'
  | 'temporarily_unavailable'
  | (string & Record<never, never>);

/** What an {@link OAuthError} tells the client and the operator. */
export interface OAuthErrorOptions {
  /** For the operator: a stable code such as `redirect_uri.mismatch`. */
  readonly reason: string;
  /** For the client: one safe sentence, sent as `error_description`. */
  readonly description?: string | undefined;
  /** For the operator: what to change. */
  readonly hint?: string | undefined;
  /** For the operator: what was thrown below. */
  readonly cause?: unknown;
  /** A page about the error, sent as `error_uri`. */
  readonly uri?: string | undefined;
  /** HTTP status where the code's own does not fit. */
  readonly status?: number | undefined;
  readonly headers?: HttpHeaders | undefined;
  /** For the operator: the client that was refused. */
  readonly clientId?: string | undefined;
}

const brand = Symbol.for('@oauth/core/OAuthError');

/**
 * A refusal. `code`, `description` and `uri` go to the client; `reason`, `hint` and `cause` go to
 * the operator through `onEvent` and never to the wire.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  // Declared only: a definition here would emit code that the constructor repeats.
  declare readonly code: OAuthErrorCode;
  declare readonly reason: string;
  declare readonly status: number;
  declare readonly options: OAuthErrorOptions;
  readonly [brand] = true;

  constructor(code: OAuthErrorCode, options: OAuthErrorOptions) {
    super(options.description ?? code, options);
    this.code = code;
    this.reason = options.reason;
    this.status = options.status ?? statuses.get(code) ?? 400;
    this.options = options;
  }

  /** True for an error of this class, also one made by another copy of this package. */
  static is(value: unknown): value is OAuthError {
    return typeof value === 'object' && value !== null && brand in value;
  }

  /** The members that go to the client, as JSON or as redirect parameters. */
  toParameters(): { error: string; error_description?: string; error_uri?: string } {
    const { description, uri } = this.options;
    return {
      error: this.code,
      ...(description && { error_description: toPrintable(description) }),
      ...(uri && { error_uri: uri }),
    };
  }

  /** The error as the response of a JSON endpoint. */
  toResponse(headers?: HttpHeaders): HttpResponse {
    return json(this.status, this.toParameters(), { ...this.options.headers, ...headers });
  }
}

/** Keeps to the characters that RFC 6749 section 5.2 allows in `error_description`. */
function toPrintable(text: string): string {
  return text.replace(/["\\]/g, "'").replace(/[^\x20-\x7e]/g, '?');
}

/** One thing that is wrong in a configuration. */
export interface ConfigurationFault {
  /** Where, as a path into the options: `clients[0].redirect_uris[1]`. */
  readonly path: string;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/** Thrown when a server is made from options that cannot work; it lists every fault. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  declare readonly faults: readonly ConfigurationFault[];

  constructor(faults: readonly ConfigurationFault[]) {
    super(faults.map((fault) => `${fault.path}: ${fault.message}`).join('\n'));
    this.faults = faults;
  }
}
