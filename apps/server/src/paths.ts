import { fileURLToPath } from 'node:url';

/** A file that comes with the app; the built entry and this source are equally deep. */
export function appFile(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}
