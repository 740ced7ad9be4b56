import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { fastClock } from '../fast-clock.js';
import { keyTable, type KeyTable } from '../key-table.js';
import { startCluster, type Cluster } from './cluster.js';
import { runLoad, type Tally } from './load.js';
import { accessTokenLifetime, publishAhead } from './plan.js';
import { findCommonKeys } from './published-keys.js';
import { createTimeline, formatMinutes, type Timeline } from './timeline.js';

export interface RotationOptions {
  /** Seconds of the run's clock in one real second. */
  readonly speed: number;
  /** Rotations, 20 minutes apart. */
  readonly rotations: number;
  /** Gets the lines of the timeline. */
  readonly print: (line: string) => void;
}

const nodes = 3;
const workers = 3;
/** Seconds of the run's clock. */
const minute = 60;
const interval = 20 * minute;
const maxFailures = 10;

/** Rotates keys while a cluster is under load; resolves to what came of the requests. */
export async function runRotations({ speed, rotations, print }: RotationOptions): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'oauth-rotation-'));
  const file = join(folder, 'shared.db');
  const pace = { epoch: Date.now(), speed };
  const clock = fastClock(pace);
  const now = (): number => Math.floor(clock() / 1000);
  const database = new Database(file);
  database.exec('PRAGMA busy_timeout = 5000');
  try {
    const table = keyTable(database);
    await addKey(table, 'ES256', now());
    const cluster = await startCluster(file, nodes, pace);
    try {
      return await rotateUnderLoad({
        cluster,
        table,
        now,
        rotations,
        timeline: createTimeline(now, print),
      });
    } finally {
      cluster.stop();
    }
  } finally {
    database.close();
    await rm(folder, { recursive: true });
  }
}

interface Scene {
  readonly cluster: Cluster;
  readonly table: KeyTable;
  readonly timeline: Timeline;
  /** Epoch seconds. */
  readonly now: () => number;
  readonly rotations: number;
}

async function rotateUnderLoad(scene: Scene): Promise<Tally> {
  const { cluster, timeline, now, rotations } = scene;
  const { issuer, apiUrls } = cluster;
  const end = now() + rotations * interval + publishAhead;
  const tally: Tally = {
    issued: 0,
    accepted: 0,
    active: 0,
    refusedForgeries: 0,
    failures: [],
  };
  const isRunning = (): boolean => now() < end && tally.failures.length < maxFailures;
  const onToken = firstTokenPrinter(timeline);
  timeline.print(`${nodes} nodes and ${apiUrls.length} APIs run`);
  const printChanges = keyChangePrinter(scene);
  await printChanges();
  await Promise.all([
    ...Array.from({ length: workers }, () =>
      runLoad({ issuer, apiUrls, now, onToken, tally, isRunning }),
    ),
    repeatWhile(isRunning, printChanges),
    rotateAndReplace(scene, isRunning),
  ]);
  const errorOutput = cluster.getErrorOutput();
  if (errorOutput !== '') tally.failures.push(errorOutput);
  return tally;
}

/** Adds a key and replaces a node by a new process, once an interval. */
async function rotateAndReplace(scene: Scene, isRunning: () => boolean): Promise<void> {
  const { cluster, table, timeline, now, rotations } = scene;
  const begin = now();
  const waitUntil = (time: number): Promise<void> =>
    repeatWhile(() => isRunning() && now() < time, pause);
  for (let turn = 0; turn < rotations && isRunning(); turn += 1) {
    const start = begin + turn * interval;
    await waitUntil(start + 2 * minute);
    const key = await addKey(table, turn % 2 === 0 ? 'EdDSA' : 'ES256', now());
    const activeFrom = formatMinutes((key?.activeFrom ?? 0) - begin);
    timeline.print(`rotateKeys: ${timeline.nameKey(key?.jwk.kid)} will sign from ${activeFrom} on`);
    await waitUntil(start + 9 * minute);
    await cluster.replaceNode(turn % nodes);
    timeline.print(`node ${(turn % nodes) + 1} has been replaced by a new process`);
  }
}

async function addKey(table: KeyTable, alg: 'ES256' | 'EdDSA', now: number) {
  const rotation = {
    alg,
    now,
    prepublishPeriod: publishAhead,
    retiredKeyLifetime: accessTokenLifetime,
  };
  return (await table.rotate(rotation)).at(-1);
}

/** Prints the first token of each key. */
function firstTokenPrinter(timeline: Timeline): (token: { readonly kid: string }) => void {
  const kids = new Set<string>();
  return ({ kid }) => {
    if (kids.has(kid)) return;
    kids.add(kid);
    timeline.print(`the first token that ${timeline.nameKey(kid)} has signed`);
  };
}

/** Prints when all nodes have begun, or ended, to publish a key. */
function keyChangePrinter({ cluster, timeline }: Scene): () => Promise<void> {
  let last: ReadonlySet<string> = new Set();
  return async () => {
    const keys = await findCommonKeys(cluster.getNodeUrls());
    if (keys !== undefined) {
      for (const kid of keys)
        if (!last.has(kid)) timeline.print(`all nodes publish ${timeline.nameKey(kid)}`);
      for (const kid of last)
        if (!keys.has(kid)) timeline.print(`no node publishes ${timeline.nameKey(kid)} any more`);
      last = keys;
    }
    await pause();
  };
}

async function repeatWhile(condition: () => boolean, step: () => Promise<void>): Promise<void> {
  while (condition()) await step();
}

async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50));
}
