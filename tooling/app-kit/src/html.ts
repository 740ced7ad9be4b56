/** Text that is HTML already. Only {@link html} makes it, so text gets in escaped and no other way. */
export class Html {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  static fromTemplate(strings: readonly string[], values: readonly HtmlValue[]): Html {
    return new Html(
      strings
        .map((part, index) => (index === 0 ? part : formatValue(values[index - 1]) + part))
        .join(''),
    );
  }

  toString(): string {
    return this.#text;
  }
}

/** What a template may hold: text is escaped, `false` and `undefined` are left out, lists are joined. */
export type HtmlValue = string | number | Html | false | undefined | readonly HtmlValue[];

/**
 * A piece of HTML. Values are escaped for text and for attributes in double quotes; they must not
 * stand anywhere else: in a tag's name, in an attribute without quotes, in script or style.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return Html.fromTemplate(strings, values);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function formatValue(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(formatValue).join('');
  return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
