import { expect } from 'vitest';
import {
  storeSuite,
  type MakeStore,
  type StoreCapabilities,
  type TestFunctions,
} from '@oauth/testing';

/** Cases of the kit by name, instead of run by a runner. */
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

/** Names of the cases that fail. */
export async function failures(
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
