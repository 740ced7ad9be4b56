import type { Awaitable } from './types.js';

/**
 * Goes on with a value: at once if it is there, else when it is. On Node most of what a request
 * waits for is there (digests, listed clients, a store in memory), and `await` takes longer than
 * the work itself.
 */
export function after<T, R>(value: Awaitable<T>, then: (value: T) => Awaitable<R>): Awaitable<R> {
  return isPending(value) ? value.then(then) : then(value);
}

/** Also for promises of other libraries, which an app's callbacks may return. */
function isPending<T>(value: Awaitable<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && hasThen(value);
}

function hasThen(value: { readonly then?: unknown }): boolean {
  return typeof value.then === 'function';
}
