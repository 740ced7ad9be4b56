/** What a table shows of each row. */
export type Columns<T> = readonly (readonly [title: string, cell: (row: T) => string])[];

/** A heading and a table; nothing where there are no rows. */
export function section<T>(
  title: string,
  columns: Columns<T>,
  rows: readonly T[],
): readonly string[] {
  return rows.length === 0 ? [] : [`## ${title}`, table(columns, rows)];
}

function table<T>(columns: Columns<T>, rows: readonly T[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(([title]) => title)),
    line(columns.map((_, index) => (index === 0 ? '---' : '--:'))),
    ...rows.map((row) => line(columns.map(([, cell]) => cell(row)))),
  ].join('\n');
}
