import type { Awaitable } from '../contract/types.js';
import { andThen } from './and-then.js';

/**
 * Passes a value through hooks, one after the other. A hook returns the value, changed or not; one
 * that returns nothing leaves it as it is.
 */
export function runHooks<Value, Rest extends readonly unknown[]>(
  hooks: readonly ((value: Value, ...rest: Rest) => Awaitable<Value | undefined>)[],
  value: Value,
  ...rest: Rest
): Awaitable<Value> {
  let result: Awaitable<Value> = value;
  for (const hook of hooks)
    result = andThen(result, (before) => keepUnlessChanged(hook(before, ...rest), before));
  return result;
}

function keepUnlessChanged<Value>(
  returned: Awaitable<Value | undefined>,
  before: Value,
): Awaitable<Value> {
  return andThen(returned, (changed) => changed ?? before);
}
