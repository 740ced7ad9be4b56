import type { Awaitable, Store } from '@oauth/core/plugin';

/** One call, to be made on a store. */
export type StoreCall<T> = (store: Store) => Awaitable<T>;

/** Carries out a call of the method of this name. */
export type CallStore = <T>(call: StoreCall<T>, method: keyof Store) => Promise<T>;

/** A store that has every call carried out by a function. */
export function wrapStore(callStore: CallStore): Store {
  return {
    get: async (id) => callStore((store) => store.get(id), 'get'),
    commit: async (changes) => callStore((store) => store.commit(changes), 'commit'),
    revoke: async (target) => callStore((store) => store.revoke(target), 'revoke'),
    purge: async (now, limit) => callStore((store) => store.purge(now, limit), 'purge'),
  };
}
