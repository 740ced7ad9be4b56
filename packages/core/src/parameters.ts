import { refused, type OAuthError } from './errors.js';

/** Whether any name may come more than once, as the checkboxes of a page of the app's do. */
export type Repeats = 'refused' | 'allowed';

/** Names that may always come more than once. */
const repeatable = new Set(['resource', 'audience']);

/**
 * Parameters of a query or a form. A parameter without a value counts as absent.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1
 */
export class Parameters {
  readonly #first: ReadonlyMap<string, string>;
  readonly #all: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(
    first: ReadonlyMap<string, string>,
    all: ReadonlyMap<string, readonly string[]> | undefined,
  ) {
    this.#first = first;
    this.#all = all;
  }

  /** The value, or `undefined` when the parameter is missing or empty. */
  get(name: string): string | undefined {
    return this.#first.get(name) || undefined;
  }

  /** Every value of a parameter that may repeat (`resource`, RFC 8707), in the order sent. */
  all(name: string): readonly string[] {
    const value = this.get(name);
    return this.#all?.get(name) ?? (value === undefined ? [] : [value]);
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

  /** All parameters that have a value, urlencoded. */
  toString(): string {
    const encoded: string[] = [];
    for (const name of this.#first.keys())
      for (const value of this.all(name))
        if (value !== '') encoded.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
    return encoded.join('&');
  }
}

const noParameters = new Parameters(new Map(), undefined);

/**
 * Reads `application/x-www-form-urlencoded` text (RFC 6749 appendix B).
 *
 * @throws OAuthError `invalid_request` for a name that comes twice, more than `limit` parameters,
 * broken percent-encoding, NUL, or characters that form encoding never yields.
 */
export function parseParameters(
  text: string,
  limit: number,
  repeats: Repeats = 'refused',
): Parameters {
  if (text === '') return noParameters;
  if (/[^\x21-\x7e]/.test(text)) throw refused('invalid_request', 'parameters.not_urlencoded');
  const first = new Map<string, string>();
  let all: Map<string, string[]> | undefined;
  let count = 0;
  for (let from = 0; from <= text.length;) {
    let end = text.indexOf('&', from);
    if (end === -1) end = text.length;
    if (end > from) {
      if ((count += 1) > limit) throw refused('invalid_request', 'parameters.too_many');
      const equals = text.indexOf('=', from);
      const split = equals === -1 || equals > end ? end : equals;
      const name = decode(text.slice(from, split));
      const value = decode(text.slice(split + 1, end));
      const before = first.get(name);
      if (before === undefined) first.set(name, value);
      else {
        if (repeats === 'refused' && !repeatable.has(name)) throw duplicate(name);
        all ??= new Map<string, string[]>();
        all.set(name, [...(all.get(name) ?? [before]), value]);
      }
    }
    from = end + 1;
  }
  return new Parameters(first, all);
}

/** Decodes one urlencoded name or value. */
function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  const value = decodePercent(spaced);
  if (value === undefined || value.includes('\0'))
    throw refused('invalid_request', 'parameters.bad_encoding');
  return value;
}

/** Percent-decodes UTF-8, or `undefined` where the encoding is broken. */
export function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function duplicate(name: string): OAuthError {
  return refused('invalid_request', 'parameters.duplicate', {
    description: `${/^[a-z_]{1,40}$/.test(name) ? name : 'a parameter'} comes more than once`,
  });
}
