import type { ConfigurationFault } from '../contract/errors.js';
import type { Check } from '../contract/plugin.js';

/** What was made while its checks were noted. */
export interface Checked<T> {
  /** `undefined` where a noted fault kept it from being made. */
  readonly made: T | undefined;
  readonly faults: readonly ConfigurationFault[];
}

/** Makes something while checks are noted. What it throws without a fault is thrown on. */
export function collectFaults<T>(make: (check: Check) => T): Checked<T> {
  const faults = new Map<string, ConfigurationFault>();
  const check: Check = (holds, path, message) => {
    // By text, since plugins that share a check note the same fault twice.
    if (!holds) faults.set(path + message, { path, message });
  };
  try {
    const made = make(check);
    return { made, faults: [...faults.values()] };
  } catch (thrown) {
    // With a fault that is noted nothing else can be relied on.
    if (faults.size === 0) throw thrown;
    return { made: undefined, faults: [...faults.values()] };
  }
}
