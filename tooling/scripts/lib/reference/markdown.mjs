/** Markdown in a cell of a table: one line, with no end of the cell in it. */
export const cell = (markdown) =>
  markdown
    .replace(/\{@link ([^}]*)\}/g, '`$1`')
    .replace(/\s+/g, ' ')
    .replaceAll('|', String.raw`\|`);

/** A text that is not Markdown, so that Markdown shows each of its characters. */
export const plain = (text) => cell(text.replace(/[\\`*<~]|\b_|_\b/g, String.raw`\$&`));

export const code = (text) => `\`${text}\``;

/** A table without padding: a change of one row is a change of one line. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`.replaceAll(/ +(?= )/g, '');
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Parts of a page with an empty line between them. */
export const page = (parts) => `${parts.filter(Boolean).join('\n\n')}\n`;
