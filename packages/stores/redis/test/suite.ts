import { afterAll, describe, expect, it } from 'vitest';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { refresh } from '@oauth/grant-refresh';
import { formatReport, storeSuite, type StoreCapabilities } from '@oauth/testing';
import { temporaryData, type Connect } from './redis.js';

/** Where the store suite runs: on one server, or on a cluster. */
export interface SuiteTarget {
  readonly name: string;
  readonly connect: Connect;
  readonly urls: readonly string[];
  readonly deleteData?: (prefix: string) => Promise<void>;
  /** Whether other processes take part, which have clients of the package `redis`. */
  readonly withProcesses: boolean;
}

/** Defines the cases of the store suite for a server or cluster that is reachable. */
export function runStoreSuite(target: SuiteTarget): void {
  const { name, connect, urls, deleteData, withProcesses } = target;
  const capabilities: StoreCapabilities = {
    name,
    persistent: true,
    list: true,
    nativeExpiry: true,
    damage: true,
    processes: withProcesses ? new URL('open.mjs', import.meta.url) : undefined,
    grants: [authorizationCode(), refresh()],
  };
  const makeStore = async ({ clock }: { readonly clock: () => number }) => {
    const data = temporaryData(connect, deleteData);
    const { prefix, damage } = data;
    const open = () => data.open({ clock });
    return { store: await open(), open, place: { prefix, urls }, damage, close: data.remove };
  };
  const report = storeSuite({ describe, expect, it }, makeStore, capabilities);
  afterAll(() => console.log(formatReport(report)));
}
