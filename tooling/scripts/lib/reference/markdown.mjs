/** Markdown in a cell of a table: one line, without the character that ends the cell. */
export const formatCell = (markdown) =>
  markdown
    .replace(/\{@link ([^}]*)\}/g, '`$1`')
    .replace(/\s+/g, ' ')
    .replaceAll('|', String.raw`\|`);

/** A text that is not Markdown, so that Markdown shows each of its characters. */
export const escapeMarkdown = (text) =>
  formatCell(text.replace(/[\\`*<~]|\b_|_\b/g, String.raw`\$&`));

export const formatCode = (text) => `\`${text}\``;

/** A table without padding, so that a change of one row changes one line of the file. */
export function formatTable(head, rows) {
  const formatRow = (cells) => `| ${cells.join(' | ')} |`.replaceAll(/ +(?= )/g, '');
  return [formatRow(head), formatRow(head.map(() => '---')), ...rows.map(formatRow)].join('\n');
}

/** Joins the parts of a page with an empty line between them. */
export const joinParts = (parts) => `${parts.filter(Boolean).join('\n\n')}\n`;
