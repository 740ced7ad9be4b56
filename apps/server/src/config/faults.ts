import { formatPath, type Path } from './path.js';

/** One thing that is wrong in a configuration file. */
export interface Fault {
  readonly path: Path;
  /** What is wrong with the value and what to write instead. */
  readonly message: string;
}

/** A fault with its place in the file. Lines and columns count from 1; line 0 is the whole file. */
export interface LocatedFault extends Fault {
  readonly line: number;
  readonly column: number;
}

/** Thrown for a configuration that cannot work; it lists every fault. */
export class ConfigFileError extends Error {
  override readonly name = 'ConfigFileError';
  readonly file: string;
  readonly faults: readonly LocatedFault[];

  constructor(file: string, faults: readonly LocatedFault[]) {
    super(formatFaults(file, faults));
    this.file = file;
    this.faults = faults;
  }
}

function formatFaults(file: string, faults: readonly LocatedFault[]): string {
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
  const lines = [...faults]
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map(({ path, message, line, column }) => {
      const member = path.length === 0 ? '' : `${formatPath(path)}: `;
      const place = line === 0 ? file : `${file}:${line}:${column}`;
      return `  ${place}  ${member}${message}`;
    });
  return [`The configuration has ${count}:`, ...lines].join('\n');
}
