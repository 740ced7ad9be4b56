import type { Awaitable, ListRequest, ListTarget, RecordPage, Store } from '@oauth/core/plugin';

/** One call, to be made on a store. */
export type StoreCall<T> = (store: Store) => Awaitable<T>;

/** Carries out a call of the method of this name. */
export type CallStore = <T>(call: StoreCall<T>, method: keyof Store) => Promise<T>;

/**
 * A store that has every call carried out by a function.
 *
 * @param hasList whether it has the optional method `list`, as the store that is called
 */
export function wrapStore(callStore: CallStore, hasList: boolean): Store {
  const store: Store = {
    get: async (id, hint) => callStore((inner) => inner.get(id, hint), 'get'),
    commit: async (changes) => callStore((inner) => inner.commit(changes), 'commit'),
    revoke: async (target) => callStore((inner) => inner.revoke(target), 'revoke'),
    purge: async (now, limit) => callStore((inner) => inner.purge(now, limit), 'purge'),
  };
  if (!hasList) return store;
  return {
    ...store,
    list: async (target, request) =>
      callStore((inner) => listRecords(inner, target, request), 'list'),
  };
}

/** Calls `list` of a store that has it; throws when it has not. */
export function listRecords(
  store: Store,
  target: ListTarget,
  request: ListRequest,
): Awaitable<RecordPage> {
  if (store.list === undefined) throw new TypeError('The store has no list.');
  return store.list(target, request);
}
