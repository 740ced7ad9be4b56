import { section, type Columns } from '../report/table.js';
import { slowerThan, type Comparison, type HttpComparison, type Ratio } from './comparison.js';
import type { InProcessPart } from './in-process.js';

/** A whole run against another revision. */
export interface ComparisonResult {
  /** How the other revision was named. */
  readonly against: string;
  /** What measured, and how, in a line. */
  readonly setting: string;
  readonly note: string | undefined;
  readonly inProcess: InProcessPart;
  readonly http: readonly HttpComparison[];
}

/** The closing line leaves out ratios up to this: they may be noise. */
const tolerated = 1.05;

const figure = (value: number): string => value.toFixed(2);

function ratioColumns<T>(title: string, ratioOf: (row: T) => Ratio): Columns<T> {
  return [
    [title, (row) => figure(ratioOf(row).median)],
    ['min', (row) => figure(ratioOf(row).min)],
    ['max', (row) => figure(ratioOf(row).max)],
  ];
}

const columns: Columns<Comparison> = [
  ['scenario', (row) => row.name],
  ['here, CPU µs', (row) => figure(row.here)],
  ['there, CPU µs', (row) => figure(row.there)],
  ...ratioColumns<Comparison>('CPU here/there', (row) => row.ratio),
];

const httpColumns: Columns<HttpComparison> = [
  ...columns,
  ...ratioColumns<HttpComparison>('time here/there', (row) => row.time),
];

/** The result as a page. */
export function comparisonPage(result: ComparisonResult): string {
  const { against, setting, note, inProcess, http } = result;
  const { comparisons, unpaired } = inProcess;
  return [
    `# The working tree (here) next to ${against} (there)`,
    [setting, ...(note === undefined ? [] : [note])].join('\n'),
    `A ratio is the cost here divided by the cost there: above 1.00 the working tree is slower, below 1.00
it is faster. It is the median of the ratios of single rounds, with the smallest and the largest.`,
    ...section('in process, without HTTP', columns, comparisons),
    ...(unpaired.length === 0 ? [] : [`Measured on one side only: ${unpaired.join(', ')}.`]),
    ...section('over HTTP', httpColumns, http),
    verdict([...comparisons, ...http]),
  ]
    .join('\n\n')
    .concat('\n');
}

function verdict(comparisons: readonly Comparison[]): string {
  const slower = slowerThan(tolerated, comparisons);
  return slower.length === 0
    ? 'By CPU time no scenario is slower here by more than 5 %.'
    : `By CPU time slower here by more than 5 %: ${slower.join('; ')}.`;
}
