/** A table in Markdown with aligned columns: text to the left, numbers to the right. */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const cells = rows.map((row) => row.map(String));
  const widths = head.map((name, column) =>
    Math.max(1, name.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const isNumeric = head.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
  const formatRow = (row: readonly string[]): string =>
    `| ${widths
      .map((width, column) => {
        const cell = row[column] ?? '';
        return isNumeric[column] === true ? cell.padStart(width) : cell.padEnd(width);
      })
      .join(' | ')} |`;
  const rule = widths.map(
    (width, column) => '-'.repeat(width - 1) + (isNumeric[column] ? ':' : '-'),
  );
  return [formatRow(head), formatRow(rule), ...cells.map(formatRow)].join('\n');
}
