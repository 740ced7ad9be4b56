import { relative } from 'node:path';
import { root } from './workspace.mjs';

const contractOf = (path) => /^.*\/contract\//.exec(path)?.[0];

/** The types of a contract name each other; nothing else does. */
const mayBeCircular = ({ path, target }) =>
  contractOf(path) !== undefined && contractOf(path) === contractOf(target);

/** The shortest way from one file to another along imports, both ends included. */
function shortestWay(from, to, importsOf) {
  const cameFrom = new Map([[from, undefined]]);
  for (const path of cameFrom.keys()) {
    for (const { target } of importsOf(path)) {
      if (target === to) {
        const way = [to];
        for (let at = path; at !== undefined; at = cameFrom.get(at)) way.unshift(at);
        return way;
      }
      if (!cameFrom.has(target)) cameFrom.set(target, path);
    }
  }
  return undefined;
}

const name = (path) => relative(root, path);

/** Turned so that the first name of the alphabet begins it: the same circle has one text. */
function textOfCircle(files) {
  const first = files.indexOf([...files].sort()[0]);
  const turned = [...files.slice(first), ...files.slice(0, first)];
  return [...turned, turned[0]].map(name).join(' → ');
}

/** Circles of imports, type imports included: the shortest one through each import of one. */
export function circleFaults(imports) {
  const counted = imports.filter((one) => !mayBeCircular(one));
  const byPath = new Map(counted.map(({ path }) => [path, []]));
  for (const one of counted) byPath.get(one.path).push(one);
  const importsOf = (path) => byPath.get(path) ?? [];
  const circles = new Map();
  for (const { path, target, line } of counted) {
    const way = shortestWay(target, path, importsOf);
    if (way === undefined) continue;
    const text = textOfCircle(way);
    if (!circles.has(text)) circles.set(text, { path, line });
  }
  return [...circles].map(([text, { path, line }]) => ({
    path,
    line,
    kind: 'import circle',
    text: `imports go in a circle: ${text}; move what both need into a file of its own`,
  }));
}
