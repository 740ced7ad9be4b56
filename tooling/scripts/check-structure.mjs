/**
 * `npm run structure [-- PATH...]`: holds source to its structure: no circles of imports, the rooms
 * of core, the sizes of files and functions, and their parameters. Paths limit what is printed.
 */
import { parse } from './lib/ast.mjs';
import { isAmong, pathArguments, reportFaults } from './lib/faults.mjs';
import { crowdedFunctions } from './lib/functions.mjs';
import { circleFaults } from './lib/import-circles.mjs';
import { importsIn } from './lib/import-graph.mjs';
import { roomFaults } from './lib/rooms.mjs';
import { fileLines, medianFaults, sizeFaults, spreadOf } from './lib/sizes.mjs';
import { sourceFiles } from './lib/source-files.mjs';

const sources = sourceFiles().map((path) => ({ path, file: parse(path) }));
const imports = sources.flatMap(({ path, file }) => importsIn(path, file));
const spread = spreadOf(sources.map(({ file }) => fileLines(file)));

const paths = pathArguments();
const among = isAmong(paths);
const faults = [
  ...circleFaults(imports),
  ...roomFaults(
    sources.map(({ path }) => path),
    imports,
  ),
  ...sources.flatMap(({ path, file }) =>
    [...sizeFaults(file), ...crowdedFunctions(file)].map((fault) => ({ path, ...fault })),
  ),
];
reportFaults([
  ...faults.filter(({ path }) => among(path)),
  ...(paths.length === 0 ? medianFaults(spread) : []),
]);
const { median, ninetieth, max } = spread;
console.log(
  `${sources.length} source files: median ${median} lines, 90th ${ninetieth}, longest ${max}`,
);
