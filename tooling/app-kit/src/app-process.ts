import { createRequire } from 'node:module';
import { startNode, type NodeProcess } from '@oauth/tooling/node-process';

/** A built app that runs as a process of its own. */
export interface AppProcess extends NodeProcess {
  /** Where it says that it runs, without a slash at the end. */
  readonly url: string;
}

/**
 * Starts a built app; resolves once it has printed `runs at URL` and all that `printed` matches.
 * Rejects with its output when it ends before.
 */
export async function startApp(
  entry: string,
  args: readonly string[],
  { env = {}, printed = /runs at/ }: StartAppOptions = {},
): Promise<AppProcess> {
  const started = startNode(entry, args, { env });
  const url = await started.printed(/runs at (http\S+?)\/?\s/);
  await started.printed(printed);
  return { ...started, url };
}

interface StartAppOptions {
  /** Its environment, beside PATH. */
  readonly env?: Readonly<Record<string, string>>;
  readonly printed?: RegExp;
}

/** The built entry of an app that the package at `importer` (its `import.meta.url`) depends on. */
export function resolveAppEntry(importer: string, packageName: string): string {
  const manifest = createRequire(importer).resolve(`${packageName}/package.json`);
  return manifest.replace(/package\.json$/, 'dist/main.js');
}
