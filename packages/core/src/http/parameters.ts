import type { OAuthError } from '../contract/errors.js';
import type { DuplicateParameters, Parameters } from '../contract/parameters.js';
import { decodeFormComponent } from '../lib/form-encoding.js';
import { requestError } from './reasons.js';

/** Parameters that {@link parseParameters} has read. */
class ParsedParameters implements Parameters {
  /** A list only where a name came more than once. */
  readonly #values: ReadonlyMap<string, string | readonly string[]>;

  constructor(values: ReadonlyMap<string, string | readonly string[]>) {
    this.#values = values;
  }

  get(name: string): string | undefined {
    const value = this.#values.get(name);
    return (typeof value === 'object' ? value[0] : value) || undefined;
  }

  all(name: string): readonly string[] {
    const value = this.#values.get(name);
    if (typeof value === 'object') return value.filter(Boolean);
    return value ? [value] : [];
  }

  required(name: string): string {
    const value = this.get(name);
    if (value !== undefined) return value;
    throw requestError('{parameter}.missing', { values: { parameter: name } });
  }

  names(): Iterable<string> {
    return this.#values.keys();
  }
}

/** What bounds the parameters of a request. */
export interface ParameterLimits {
  /** The largest number of parameters that a request may have. */
  readonly maxParameters: number;
  /** Names that may come more than once. */
  readonly repeatable: ReadonlySet<string>;
}

/**
 * Parses `application/x-www-form-urlencoded` text (RFC 6749 appendix B).
 *
 * @throws OAuthError `invalid_request` for a name that comes twice, too many parameters, broken
 * percent-encoding, NUL, or characters that form encoding never yields
 */
export function parseParameters(
  text: string,
  { maxParameters, repeatable }: ParameterLimits,
  duplicates: DuplicateParameters = 'refused',
): Parameters {
  if (/[^\x21-\x7e]/.test(text)) throw requestError('parameters.not_urlencoded');
  const parameters = new Map<string, string | string[]>();
  const pairs = text.split('&');
  if (pairs.length > maxParameters) throw requestError('parameters.too_many');
  // One test of the whole text is quicker than one of each name and value.
  const decode = /[+%]/.test(text) ? decodeComponent : String;
  for (const pair of pairs) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const equals = at === -1 ? pair.length : at;
    const name = decode(pair.slice(0, equals));
    const value = decode(pair.slice(equals + 1));
    const before = parameters.get(name);
    if (before === undefined) parameters.set(name, value);
    else if (duplicates === 'allowed' || repeatable.has(name))
      parameters.set(name, [before, value].flat());
    else throw duplicateParameter(name);
  }
  return new ParsedParameters(parameters);
}

function decodeComponent(text: string): string {
  const value = decodeFormComponent(text);
  if (value === undefined) throw requestError('parameters.bad_encoding');
  return value;
}

function duplicateParameter(name: string): OAuthError {
  const parameter = /^[a-z_]{1,40}$/.test(name) ? name : 'a parameter';
  return requestError('parameters.duplicate', { values: { parameter } });
}
