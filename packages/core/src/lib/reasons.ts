import { OAuthError, type OAuthErrorCode, type OAuthErrorOptions } from '../contract/errors.js';
import type { ByName } from '../contract/types.js';

/** What a catalogue says of one reason. `{name}` in a text is replaced by the value of that name. */
export interface Reason {
  /** The error code that the client is given. */
  readonly error: OAuthErrorCode;
  /**
   * One sentence for the developer of the client, sent as `error_description`. Left out for
   * `server_error`, which is not the client's to mend.
   */
  readonly description?: string | undefined;
  /** What the operator should change. */
  readonly hint?: string | undefined;
  /** HTTP status where the code's own does not fit. */
  readonly status?: number | undefined;
}

/** What one case adds to its {@link Reason}. */
export interface ErrorDetails extends Omit<OAuthErrorOptions, 'reason'> {
  /** Values for the `{name}` in the texts of the catalogue. */
  readonly values?: ByName<string> | undefined;
}

/**
 * Makes a catalogue of reasons into a function that makes their errors:
 * `throw tokenError('grant_type.unsupported', { values: { list } })`. A comment above each entry says
 * what the reason means; `docs/errors.md` is generated from it.
 */
export function defineReasons<const Catalogue extends ByName<Reason>>(
  catalogue: Catalogue & ByName<Reason>,
): (reason: keyof Catalogue & string, details?: ErrorDetails) => OAuthError {
  const reasons: ByName<Reason | undefined> = catalogue;
  return (name, { values = {}, ...details } = {}) => {
    const { error, ...texts } = reasons[name] ?? unlisted;
    const fill = (text?: string): string | undefined =>
      text?.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '');
    return new OAuthError(error, {
      ...texts,
      description: fill(texts.description),
      hint: fill(texts.hint),
      reason: fill(name) ?? name,
      ...details,
    });
  };
}

/** For a reason that JavaScript brings and the catalogue lacks. */
const unlisted: Reason = { error: 'server_error' };
