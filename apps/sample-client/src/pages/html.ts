/** Text that is HTML already. Only {@link html} makes it, so nothing gets in unescaped. */
export class Html {
  readonly #text: string;

  constructor(strings: readonly string[], values: readonly Value[]) {
    this.#text = strings
      .map((part, at) => (at === 0 ? part : render(values[at - 1]) + part))
      .join('');
  }

  toString(): string {
    return this.#text;
  }
}

type Value = string | number | Html | false | undefined | readonly Value[];

/** A piece of HTML. Values are escaped, for text and for attributes in double quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(strings, values);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function render(value: Value): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(render).join('');
  return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
