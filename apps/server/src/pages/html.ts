import { escapeHtml } from '@oauth/core';

/** Text that is HTML already. Only {@link html} makes it, so nothing gets in unescaped. */
export class Html {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  static of(strings: readonly string[], values: readonly HtmlValue[]): Html {
    return new Html(
      strings.map((part, at) => (at === 0 ? part : render(values[at - 1]) + part)).join(''),
    );
  }

  toString(): string {
    return this.#text;
  }
}

/** What a template may hold: text is escaped, false and undefined are nothing, lists are joined. */
export type HtmlValue = string | number | Html | false | undefined | readonly HtmlValue[];

/**
 * A piece of HTML. Values are escaped for text and for attributes in double quotes; they must not
 * stand anywhere else (in a tag's name, in an attribute without quotes, in script or style).
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return Html.of(strings, values);
}

function render(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return value.map(render).join('');
}
