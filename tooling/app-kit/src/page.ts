/** What a test reads from a page without a browser: forms, text, cookies. */

/** A field's name and value. */
export type FormField = [name: string, value: string];

/** The first form of a page. */
export interface PageForm {
  /** Where it posts to, as the page has it; empty without a form. */
  readonly action: string;
  /** Inputs as a browser would send them untouched: boxes and radio buttons only when checked. */
  readonly fields: readonly FormField[];
}

/** Reads the first form of a page. */
export function readForm(page: string): PageForm {
  const [, tag = '', content = ''] = /(<form[^>]*>)([\s\S]*?)<\/form>/.exec(page) ?? [];
  const inputs = Array.from(content.matchAll(/<input[^>]*>/g), ([input]) => input);
  return {
    action: getAttribute(tag, 'action'),
    fields: inputs
      .filter((input) => !/type="(radio|checkbox)"/.test(input) || /\schecked/.test(input))
      .map((input) => [getAttribute(input, 'name'), getAttribute(input, 'value')]),
  };
}

/** The text of a page without its tags. */
export function getPageText(page: string): string {
  return unescapeHtml(page.replace(/<[^>]*>/g, '')).replace(/[^\S\n]+/g, ' ');
}

/** An attribute of a tag; empty if it has none. */
export function getAttribute(tag: string, name: string): string {
  return unescapeHtml(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

/** The name and value of a `Set-Cookie` field, and whether it tells the browser to forget them. */
export function parseSetCookie(field: string): {
  readonly name: string;
  readonly value: string;
  readonly isRemoval: boolean;
} {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(field) ?? [];
  return { name, value, isRemoval: field.includes('Max-Age=0') };
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
