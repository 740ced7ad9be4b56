import { fileURLToPath } from 'node:url';

/** The path of a file of this package; dist/ is as deep as src/. */
export function resolveAppFile(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}
