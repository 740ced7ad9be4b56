import type { Fixture } from '../suite.js';
import { startStoreProcess, type StoreProcess } from './store-process.js';

/** Milliseconds for which an idle process waits for the next case. */
const idleTimeoutMs = 3000;

/** Lends processes that have a case's store open, and takes them back after the case. */
export type LendProcesses = (fixture: Fixture, count: number) => Promise<readonly StoreProcess[]>;

const poolsByModule = new Map<string, LendProcesses>();

/** The processes that open stores with a module, shared by all suites of this process. */
export function processPool(module: URL): LendProcesses {
  const pool = poolsByModule.get(module.href) ?? createPool(module);
  poolsByModule.set(module.href, pool);
  return pool;
}

function createPool(module: URL): LendProcesses {
  let idle: StoreProcess[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const endIdleProcesses = (): void => {
    for (const process of idle) void process.kill();
    idle = [];
  };
  const takeProcess = async (): Promise<StoreProcess> => {
    clearTimeout(timer);
    const process = idle.pop() ?? (await startStoreProcess(module));
    process.setRequired(true);
    return process;
  };
  const returnProcess = async (process: StoreProcess): Promise<void> => {
    if (!process.isAlive()) return;
    await process.close();
    process.setRequired(false);
    idle.push(process);
    clearTimeout(timer);
    timer = setTimeout(endIdleProcesses, idleTimeoutMs);
    timer.unref();
  };
  return async ({ made: { place }, atEnd }, count) => {
    if (place === undefined) throw new Error('makeStore must give place.');
    const lent = Array.from({ length: count }, async () => {
      const process = await takeProcess();
      atEnd(() => returnProcess(process));
      await process.open(place);
      return process;
    });
    // Wait for all of them before one rejects, so that each is returned.
    await Promise.allSettled(lent);
    return Promise.all(lent);
  };
}
