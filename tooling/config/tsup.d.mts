import type { defineConfig } from 'tsup';

type Config = ReturnType<typeof defineConfig>;

/**
 * The one way a package is built: ESM, declarations beside it, readable output.
 *
 * A plugin's declarations are made against the built declarations of what it imports, so that
 * nothing of another package's source is drawn into them; `source: true` (core alone) keeps the
 * package's own `#imports` on its sources.
 */
export function packageBuild(options?: {
  readonly entry?: Readonly<Record<string, string>>;
  readonly external?: readonly (string | RegExp)[];
  readonly source?: boolean;
}): Config;

/** An app is run, not imported: no declarations. */
export function appBuild(entry: Readonly<Record<string, string>>): Config;
