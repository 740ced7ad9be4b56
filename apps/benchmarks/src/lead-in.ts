/**
 * Bodies for the seconds of load that do not count, and those for the seconds that do. A server that
 * looks at none of them has made one for both.
 */
export function splitBodies(
  bodies: readonly string[],
  lead: number,
): readonly [lead: readonly string[], counted: readonly string[]] {
  return bodies.length > lead ? [bodies.slice(0, lead), bodies.slice(lead)] : [bodies, bodies];
}
