import type { JwtCost } from '../in-process/output.js';
import type { Result, Row } from './result.js';
import { section, type Columns } from './table.js';

const rateColumns: Columns<Row> = [
  ['server', (row) => row.server],
  ['requests/s', (row) => row.requestsPerSecond.toLocaleString('en')],
  ['µs/request', (row) => row.microsecondsPerRequest.toFixed(1)],
  ['× limit', (row) => row.ratio.toFixed(2)],
  ['CPU µs/request', (row) => row.cpuMicrosecondsPerRequest.toFixed(1)],
  ['× limit by CPU', (row) => row.cpuRatio.toFixed(2)],
];

const callColumns: Columns<Result['inProcess'][number]> = [
  ['one call of `server.handle`', (row) => row.what],
  ['CPU µs', (row) => row.microseconds.toFixed(2)],
];

const jwtColumns: Columns<JwtCost> = [
  ['one access token', (row) => row.what],
  ['CPU µs', (row) => row.microseconds.toFixed(1)],
  ['with bare jose', (row) => row.joseMicroseconds.toFixed(1)],
  ['time × jose', (row) => row.ratio.toFixed(2)],
];

const legend = `\`hello\` is bare node:http with a fixed answer, \`limit\` the same OAuth work written by hand on bare
node:http, in plain Node calls; \`limit, together\` also writes its answers the way adapter-node does. The rounds of all servers alternate; ratios are taken round by round, figures
are medians, answers are verified before and after.`;

/** The result as a page that docs can show. */
export function toMarkdown(result: Result): string {
  const { machine, load, note, setting, scenarios, inProcess, jwt } = result;
  const intro = [`${machine}. Load: ${load}, ${setting}.`, ...(note === undefined ? [] : [note])];
  return [
    '# Requests per second',
    ...intro,
    legend,
    ...scenarios.flatMap(({ name, rows }) => section(name, rateColumns, rows)),
    ...section('in process, without HTTP', callColumns, inProcess),
    ...section('JWT access tokens, in process', jwtColumns, jwt),
  ]
    .join('\n\n')
    .concat('\n');
}
