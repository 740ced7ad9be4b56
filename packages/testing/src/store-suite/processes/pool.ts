import type { Fixture } from '../kit.js';
import { startProcess, type StoreProcess } from './store-process.js';

/** Milliseconds that a process waits for the next case. */
const patience = 3000;

/** Lends processes that have a case's store open; they go from case to case while they live. */
export type Processes = (fixture: Fixture, count: number) => Promise<readonly StoreProcess[]>;

/** By module. */
const pools = new Map<string, Processes>();

/** The processes that open stores with a module, which all suites of this process share. */
export function processPool(module: URL): Processes {
  const pool = pools.get(module.href) ?? createPool(module);
  pools.set(module.href, pool);
  return pool;
}

function createPool(module: URL): Processes {
  let idle: StoreProcess[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const endIdle = (): void => {
    for (const one of idle) void one.kill();
    idle = [];
  };
  const take = async (): Promise<StoreProcess> => {
    clearTimeout(timer);
    const one = idle.pop() ?? (await startProcess(module));
    one.hold(true);
    return one;
  };
  const giveBack = async (one: StoreProcess): Promise<void> => {
    if (!one.isAlive()) return;
    await one.close();
    one.hold(false);
    idle.push(one);
    clearTimeout(timer);
    timer = setTimeout(endIdle, patience);
    timer.unref();
  };
  return async ({ made: { place }, atEnd }, count) => {
    if (place === undefined) throw new Error('makeStore must give place.');
    const lent = Array.from({ length: count }, async () => {
      const one = await take();
      atEnd(() => giveBack(one));
      await one.open(place);
      return one;
    });
    // All of them first, so that each is given back.
    await Promise.allSettled(lent);
    return Promise.all(lent);
  };
}
