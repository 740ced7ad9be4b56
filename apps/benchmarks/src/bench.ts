import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findLoad } from './load/find-load.js';
import type { LoadGenerator } from './load/load.js';
import { pinnableCores, type Cores } from './machine.js';
import type { Settings } from './settings.js';

/** Where and with what is measured. */
export interface Bench {
  readonly settings: Settings;
  readonly load: LoadGenerator;
  readonly cores: Cores | undefined;
  /** Folder for request bodies. */
  readonly scratch: string;
  readonly progress: (text: string) => void;
}

/** Folder of the working tree's built entries. */
export const ownDist = fileURLToPath(new URL('.', import.meta.url));

/** Measures with a scratch folder, which is deleted afterwards, also when this process is told to stop. */
export async function withBench<T>(
  settings: Settings,
  progress: Bench['progress'],
  work: (bench: Bench) => Promise<T>,
): Promise<T> {
  const load = findLoad(settings.load);
  const scratch = await mkdtemp(join(tmpdir(), 'oauth-bench-'));
  const removeScratch = (): void => rmSync(scratch, { recursive: true, force: true });
  process.once('exit', removeScratch);
  try {
    return await work({ settings, load, cores: pinnableCores(), scratch, progress });
  } finally {
    process.off('exit', removeScratch);
    removeScratch();
  }
}
