import { escapeHtml } from '@oauth/core';

/** Text that is HTML already. Only {@link html} creates it, so all of it is escaped. */
export class Html {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  static of(strings: readonly string[], values: readonly HtmlValue[]): Html {
    return new Html(
      strings
        .map((part, index) => (index === 0 ? part : renderValue(values[index - 1]) + part))
        .join(''),
    );
  }

  toString(): string {
    return this.#text;
  }
}

/** A value in a template: text is escaped, false and undefined render as nothing, lists are joined. */
export type HtmlValue = string | number | Html | false | undefined | readonly HtmlValue[];

/**
 * Makes HTML. Values are escaped for text and for attributes in double quotes. A value must not stand
 * in a tag's name, in an attribute without quotes, or in script or style.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return Html.of(strings, values);
}

function renderValue(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return value.map(renderValue).join('');
}
