import { relative, resolve } from 'node:path';
import { root } from './workspace.mjs';

/** The arguments that are no options, as full paths; npm runs scripts in the root. */
export const pathArguments = () =>
  process.argv
    .slice(2)
    .filter((argument) => !argument.startsWith('--'))
    .map((argument) => resolve(process.env.INIT_CWD ?? '.', argument));

/** Whether a file is one of the paths or below one; without paths, every file is. */
export const isAmong = (paths) => (file) =>
  paths.length === 0 || paths.some((path) => file === path || file.startsWith(`${path}/`));

const placeOf = ({ path, line }) =>
  [path.startsWith('/') ? relative(root, path) : path, line].filter(Boolean).join(':');

function counts(faults) {
  const byKind = new Map();
  for (const { kind } of faults) byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
  return [...byKind].sort((one, other) => other[1] - one[1]).map(([kind, n]) => `${kind}: ${n}`);
}

/** Prints `file:line: what is wrong`, then how many of each kind, and fails if there is one. */
export function reportFaults(faults) {
  for (const fault of faults) console.error(`${placeOf(fault)}: ${fault.text}`);
  const noun = faults.length === 1 ? 'fault' : 'faults';
  console.log([`${faults.length} ${noun}`, ...counts(faults)].join('\n  '));
  if (faults.length > 0) process.exitCode = 1;
}
