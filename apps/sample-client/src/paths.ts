/** A file that comes with the app; the built entry and this source are equally deep. */
export function assetFile(name: string): URL {
  return new URL(`../assets/${name}`, import.meta.url);
}
