import { join, relative, sep } from 'node:path';
import { root } from './workspace.mjs';

const core = join(root, 'packages', 'core', 'src');

/** From the ground up: what is in a room uses the rooms before it, and types of every room. */
const rooms = 'contract lib crypto client http token authorization server'.split(' ');
const doors = ['index.ts', 'plugin.ts'];

const placeOf = (path) => relative(core, path).split(sep);
const isInCore = (path) => path.startsWith(core + sep);
const isDoor = (path) => doors.includes(relative(core, path));

/** The height of a file's room; doors stand above all of them. */
const heightOf = (path) => (isDoor(path) ? rooms.length : rooms.indexOf(placeOf(path)[0]));
const roomOf = (path) => (isDoor(path) ? `the door ${placeOf(path)[0]}` : placeOf(path)[0]);

function placeFault(path) {
  if (isDoor(path) || heightOf(path) >= 0) return [];
  const [folder, ...rest] = placeOf(path);
  const what =
    rest.length === 0
      ? `stands in src beside the doors ${doors.join(' and ')}`
      : `stands in ${folder}, which is no room`;
  const text = `the file ${what}, move it into one of ${rooms.join(', ')}`;
  return [{ path, line: 1, kind: 'room', text }];
}

function importFault({ path, target, typeOnly, line }) {
  if (typeOnly || isDoor(path) || heightOf(path) < 0 || heightOf(target) <= heightOf(path))
    return [];
  const text = `${roomOf(path)} imports a value of ${roomOf(target)}, which is above it: import its type, or move the value down`;
  return [{ path, line, kind: 'room', text }];
}

/** Files of core outside the rooms, and values that a room takes from above; none before rooms. */
export function roomFaults(paths, imports) {
  const inCore = paths.filter(isInCore);
  if (!inCore.some((path) => placeOf(path)[0] === rooms[0])) return [];
  return [
    ...inCore.flatMap(placeFault),
    ...imports
      .filter(({ path, target }) => isInCore(path) && isInCore(target))
      .flatMap(importFault),
  ];
}
