import type { Result, Row } from './result.js';

const columns: readonly (readonly [title: string, cell: (row: Row) => string])[] = [
  ['server', (row) => row.server],
  ['requests/s', (row) => row.requestsPerSecond.toLocaleString('en')],
  ['µs/request', (row) => row.microsecondsPerRequest.toFixed(1)],
  ['× limit', (row) => row.ratio.toFixed(2)],
  ['CPU µs/request', (row) => row.cpuMicrosecondsPerRequest.toFixed(1)],
  ['× limit by CPU', (row) => row.cpuRatio.toFixed(2)],
];

const legend = `\`hello\` is bare node:http with a fixed answer, \`limit\` the same OAuth work written by hand on bare
node:http, in plain Node calls. The rounds of all servers alternate; ratios are taken round by round, figures
are medians, answers are verified before and after.`;

/** The result as a page that docs can show. */
export function toMarkdown(result: Result): string {
  const { machine, load, note, setting, scenarios, inProcess } = result;
  const intro = [`${machine}. Load: ${load}, ${setting}.`, ...(note === undefined ? [] : [note])];
  const tables = scenarios.map(({ name, rows }) => `## ${name}\n\n${table(rows)}`);
  const calls = inProcess.map(
    ({ what, microseconds }) => `| ${what} | ${microseconds.toFixed(2)} |`,
  );
  const costs = ['| one call of `server.handle` | CPU µs |', '| --- | --: |', ...calls].join('\n');
  return [
    '# Requests per second',
    ...intro,
    legend,
    ...tables,
    ...(calls.length === 0 ? [] : ['## in process, without HTTP', costs]),
  ]
    .join('\n\n')
    .concat('\n');
}

function table(rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(([title]) => title)),
    line(columns.map((_, index) => (index === 0 ? '---' : '--:'))),
    ...rows.map((row) => line(columns.map(([, cell]) => cell(row)))),
  ].join('\n');
}
