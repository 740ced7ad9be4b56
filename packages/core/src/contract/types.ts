/** A value, or a promise of one. */
export type Awaitable<T> = T | Promise<T>;

/** Entries by the wire name they are registered under (a `grant_type`, a metadata member, …). */
export type ByName<T> = Readonly<Record<string, T>>;

/** What JSON can carry. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [member: string]: JsonValue | undefined };

/** A JSON object; members that are `undefined` are left out when it is written. */
export type JsonObject = Readonly<Record<string, JsonValue | undefined>>;

/** A span of time in whole seconds. */
export type Seconds = number;
