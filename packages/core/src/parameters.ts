import { refused, type OAuthError } from './errors.js';

/** Whether any name may come more than once, as the checkboxes of a page of the app's do. */
export type DuplicateParameters = 'refused' | 'allowed';

/** Names that may always come more than once. */
const repeatable = ['resource', 'audience'];

/**
 * Parameters of a query or a form. A parameter without a value counts as absent.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1
 */
export class Parameters {
  /** A list only where a name came more than once. */
  readonly #values: ReadonlyMap<string, string | readonly string[]>;

  constructor(values: ReadonlyMap<string, string | readonly string[]>) {
    this.#values = values;
  }

  /** The value, or `undefined` when the parameter is missing or empty. */
  get(name: string): string | undefined {
    const value = this.#values.get(name);
    return (typeof value === 'object' ? value[0] : value) || undefined;
  }

  /** Every value of a parameter that may repeat (`resource`, RFC 8707), in the order sent. */
  all(name: string): readonly string[] {
    const value = this.#values.get(name);
    return value ? [value].flat().filter(Boolean) : [];
  }

  /**
   * The value of a parameter that has to be there.
   *
   * @throws OAuthError `invalid_request`
   */
  required(name: string): string {
    const value = this.get(name);
    if (value !== undefined) return value;
    throw refused('invalid_request', `${name}.missing`);
  }

  /** Names in the order they came. */
  names(): Iterable<string> {
    return this.#values.keys();
  }
}

/**
 * Reads `application/x-www-form-urlencoded` text (RFC 6749 appendix B).
 *
 * @throws OAuthError `invalid_request` for a name that comes twice, more than `limit` parameters,
 * broken percent-encoding, NUL, or characters that form encoding never yields.
 */
export function parseParameters(
  text: string,
  limit: number,
  repeats: DuplicateParameters = 'refused',
): Parameters {
  if (/[^\x21-\x7e]/.test(text)) throw refused('invalid_request', 'parameters.not_urlencoded');
  const parameters = new Map<string, string | string[]>();
  const pairs = text.split('&');
  if (pairs.length > limit) throw refused('invalid_request', 'parameters.too_many');
  // One look at the whole is quicker than one at each name and value.
  const read = /[+%]/.test(text) ? decode : String;
  for (const pair of pairs) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const equals = at === -1 ? pair.length : at;
    const name = read(pair.slice(0, equals));
    const value = read(pair.slice(equals + 1));
    const before = parameters.get(name);
    if (before === undefined) parameters.set(name, value);
    else if (repeats === 'allowed' || repeatable.includes(name))
      parameters.set(name, [before, value].flat());
    else throw duplicate(name);
  }
  return new Parameters(parameters);
}

function decode(text: string): string {
  const value = formDecode(text);
  if (value === undefined) throw refused('invalid_request', 'parameters.bad_encoding');
  return value;
}

/** Decodes one urlencoded name or value; `undefined` where it is broken or says NUL. */
export function formDecode(text: string): string | undefined {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    const value = decodeURIComponent(spaced);
    return value.includes('\0') ? undefined : value;
  } catch {
    return undefined;
  }
}

function duplicate(name: string): OAuthError {
  return refused('invalid_request', 'parameters.duplicate', {
    description: `${/^[a-z_]{1,40}$/.test(name) ? name : 'a parameter'} comes twice`,
  });
}
