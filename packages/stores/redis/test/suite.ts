import { afterAll, describe, expect, it } from 'vitest';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { refresh } from '@oauth/grant-refresh';
import { formatReport, storeSuite, type StoreCapabilities } from '@oauth/testing';
import { scratch, type Connect } from './redis.js';

/** Where the kit runs: on one server, or on a cluster of several. */
export interface Place {
  readonly name: string;
  readonly connect: Connect;
  readonly urls: readonly string[];
  readonly clean?: (prefix: string) => Promise<void>;
  /** Whether several processes take part: they have clients of the package `redis`. */
  readonly inProcesses: boolean;
}

/** The kit against a server or cluster that is there. */
export function kit({ name, connect, urls, clean, inProcesses }: Place): void {
  const capabilities: StoreCapabilities = {
    name,
    persistent: true,
    nativeExpiry: true,
    damage: true,
    processes: inProcesses ? new URL('open.mjs', import.meta.url) : undefined,
    grants: [authorizationCode(), refresh()],
  };
  const makeStore = async ({ clock }: { readonly clock: () => number }) => {
    const data = scratch(connect, clean);
    const { prefix, damage } = data;
    const open = () => data.open({ clock });
    return { store: await open(), open, place: { prefix, urls }, damage, close: data.remove };
  };
  const report = storeSuite({ describe, expect, it }, makeStore, capabilities);
  afterAll(() => console.log(formatReport(report)));
}
