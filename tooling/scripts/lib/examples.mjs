import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './workspace.mjs';

/** `<!-- example: path/to/file.ts#region -->`, then a fenced block. */
const marked =
  /^<!-- example: (?<path>[^\s#]+)(?:#(?<region>[\w-]+))? -->\n\s*(?<fence>```\w*)\n(?<code>[\s\S]*?)^```$/gm;

const undent = (lines) => {
  const margins = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  return lines.map((line) => line.slice(Math.min(...margins)));
};

/** The lines between `// #region name` and its `// #endregion`, or undefined. */
function regionOf(source, name) {
  const lines = source.split('\n');
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`);
  const end = lines.findIndex((line, at) => at > start && /^\s*\/\/ #endregion/.test(line));
  if (start < 0 || end < 0) return undefined;
  return `${undent(lines.slice(start + 1, end)).join('\n')}\n`;
}

const withoutRegionMarks = (source) => source.replace(/^\s*\/\/ #(end)?region.*\n/gm, '');

/** The text that a marked block has to show; `path` is beside the README, or from the root. */
function exampleText(readme, path, region) {
  const file = [join(dirname(readme), path), join(root, path)].find((name) => existsSync(name));
  if (file === undefined) return { fault: `there is no ${path}` };
  const source = readFileSync(file, 'utf8');
  const text = region === undefined ? withoutRegionMarks(source) : regionOf(source, region);
  return text === undefined ? { fault: `${path} has no region ${region}` } : { text, source };
}

const importsOf = (code) => [...code.matchAll(/^(?:import|\} from) .*?'([^']+)';$/gm)];
const packageOf = (specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

/**
 * What keeps the first example of a package's README from running where it is pasted after the
 * `npm install` above it: imports that the README leaves out, packages that the command leaves out.
 */
export function pasteFaults(readme) {
  const [first] = markedExamples(readme);
  if (first?.source === undefined) return [];
  const imports = importsOf(first.code).map(([, specifier]) => specifier);
  const faults =
    imports.length < importsOf(first.source).length ? ['the first example lacks its imports'] : [];
  const installed = /^npm install (.*)$/m.exec(readFileSync(readme, 'utf8'))?.[1].split(' ') ?? [];
  const needed = imports.filter((name) => !/^(node:|\.)/.test(name)).map(packageOf);
  const missing = needed.filter((name) => !installed.includes(name));
  return missing.length === 0
    ? faults
    : [...faults, `npm install lacks ${[...new Set(missing)].join(' ')}`];
}

/** Every marked block of a README: where it stands, what it says, what it should say. */
export function markedExamples(readme) {
  const document = readFileSync(readme, 'utf8');
  return [...document.matchAll(marked)].map((match) => ({
    line: document.slice(0, match.index).split('\n').length,
    path: match.groups.path,
    code: match.groups.code,
    ...exampleText(readme, match.groups.path, match.groups.region),
  }));
}

/** The README with each marked block replaced by its file's text. */
export function withCurrentExamples(readme) {
  return readFileSync(readme, 'utf8').replace(marked, (block, ...rest) => {
    const { path, region, code } = rest.at(-1);
    const { text } = exampleText(readme, path, region);
    if (text === undefined) return block;
    return `${block.slice(0, block.length - code.length - 3)}${text}\`\`\``;
  });
}
