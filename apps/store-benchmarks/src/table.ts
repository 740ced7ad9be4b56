/** A table in Markdown, its columns as wide as what is in them; text to the left, numbers right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const cells = rows.map((row) => row.map(String));
  const widths = head.map((name, column) =>
    Math.max(1, name.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const right = head.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
  const line = (row: readonly string[]): string =>
    `| ${widths
      .map((width, column) => {
        const cell = row[column] ?? '';
        return right[column] === true ? cell.padStart(width) : cell.padEnd(width);
      })
      .join(' | ')} |`;
  const rule = widths.map((width, column) => '-'.repeat(width - 1) + (right[column] ? ':' : '-'));
  return [line(head), line(rule), ...cells.map(line)].join('\n');
}
