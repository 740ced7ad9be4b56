import { expect } from 'vitest';
import {
  storeSuite,
  type MakeStore,
  type StoreCapabilities,
  type TestFunctions,
} from '@oauth/testing';

/** Collects the cases of the suite by name, instead of having a runner run them. */
export function collectCases(
  makeStore: MakeStore,
  capabilities: StoreCapabilities = {},
): ReadonlyMap<string, () => Promise<void>> {
  const cases = new Map<string, () => Promise<void>>();
  const path: string[] = [];
  const functions: TestFunctions = {
    expect,
    describe(name, define) {
      path.push(name);
      define();
      path.pop();
    },
    it: (name, run) => cases.set([...path, name].join(' > '), run),
  };
  storeSuite(functions, makeStore, capabilities);
  return cases;
}

/** Runs cases; returns the names of those that fail. */
export async function findFailures(
  cases: ReadonlyMap<string, () => Promise<void>>,
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const [name, run] of cases) {
    try {
      await run();
    } catch {
      failed.push(name);
    }
  }
  return failed;
}
