import type { Awaitable } from '@oauth/core';

/** What a user lets a client do. Times are epoch seconds. */
export interface Connection {
  readonly subject: string;
  readonly clientId: string;
  /** What the user granted. */
  readonly scope: readonly string[];
  /** What the user was asked for, when granting that. */
  readonly asked: readonly string[];
  readonly since: number;
  readonly lastUsedAt: number;
  /** Until when the same request is granted without asking again; 0 is never. */
  readonly rememberedUntil: number;
}

/** Where connections are kept: one for a user and a client. */
export interface Connections {
  find(subject: string, clientId: string): Awaitable<Connection | undefined>;
  listOf(subject: string): Awaitable<readonly Connection[]>;
  /** Adds a connection, or replaces the one of its user and client. */
  save(connection: Connection): Awaitable<unknown>;
  remove(subject: string, clientId: string): Awaitable<unknown>;
}
