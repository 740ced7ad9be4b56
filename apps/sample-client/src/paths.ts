/** A file in assets/, which is as far from the built entry as from this source. */
export function resolveAsset(name: string): URL {
  return new URL(`../assets/${name}`, import.meta.url);
}
