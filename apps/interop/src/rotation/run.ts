import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { fastClock } from '../fast-clock.js';
import { keyTable, type KeyTable } from '../key-table.js';
import { startCluster, type Cluster } from './cluster.js';
import { load, type Tally } from './load.js';
import { lifetime, publishAhead } from './plan.js';
import { publishedByAll } from './published.js';
import { clockTime, timeline, type Timeline } from './timeline.js';

/** How long and how fast it goes. */
export interface Run {
  /** Seconds of the run's clock that pass in one second. */
  readonly speed: number;
  /** How many rotations there are, 20 minutes apart. */
  readonly rotations: number;
  /** Gets a line for each thing that happens. */
  readonly print: (line: string) => void;
}

/** How many processes are the authorization server. */
const size = 3;
const workers = 3;
const minute = 60;
const period = 20 * minute;
const mostFailures = 10;

/** Rotates keys while a cluster works, and tells what came of it. */
export async function rotationRun({ speed, rotations, print }: Run): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'oauth-rotation-'));
  const file = join(folder, 'shared.db');
  const pace = { epoch: Date.now(), speed };
  const clock = fastClock(pace);
  const now = (): number => Math.floor(clock() / 1000);
  const database = new Database(file);
  database.exec('PRAGMA busy_timeout = 5000');
  try {
    const table = keyTable(database);
    await rotate(table, 'ES256', now());
    const cluster = await startCluster(file, size, pace);
    try {
      return await watched({ cluster, table, now, rotations, line: timeline(now, print) });
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
  readonly line: Timeline;
  /** Epoch seconds. */
  readonly now: () => number;
  readonly rotations: number;
}

async function watched(scene: Scene): Promise<Tally> {
  const { cluster, line, now, rotations } = scene;
  const { issuer, apis } = cluster;
  const until = now() + rotations * period + publishAhead;
  const tally: Tally = { issued: 0, accepted: 0, active: 0, refused: 0, failures: [] };
  const goesOn = (): boolean => now() < until && tally.failures.length < mostFailures;
  const signers = new Set<string>();
  const onToken = ({ kid }: { readonly kid: string }): void => {
    if (signers.has(kid)) return;
    signers.add(kid);
    line.tell(`the first token that ${line.key(kid)} has signed`);
  };
  line.tell(`${size} nodes and ${apis.length} APIs run`);
  const look = lookout(scene);
  await look();
  await Promise.all([
    ...Array.from({ length: workers }, () => load({ issuer, apis, now, onToken }, tally, goesOn)),
    repeat(look, goesOn),
    turns(scene, goesOn),
  ]);
  const complaints = cluster.complaints();
  if (complaints !== '') tally.failures.push(complaints);
  return tally;
}

/** What is done to the cluster: each turn a new key, and a new process in place of another. */
async function turns(scene: Scene, goesOn: () => boolean): Promise<void> {
  const { cluster, table, line, now, rotations } = scene;
  const begin = now();
  for (let turn = 0; turn < rotations && goesOn(); turn += 1) {
    const at = begin + turn * period;
    await repeat(soon, () => goesOn() && now() < at + 2 * minute);
    const next = await rotate(table, turn % 2 === 0 ? 'EdDSA' : 'ES256', now());
    const from = clockTime((next?.activeFrom ?? 0) - begin);
    line.tell(`rotateKeys: ${line.key(next?.jwk.kid)} will sign from ${from} on`);
    await repeat(soon, () => goesOn() && now() < at + 9 * minute);
    await cluster.replace(turn % size);
    line.tell(`node ${(turn % size) + 1} has been replaced by a new process`);
  }
}

async function rotate(table: KeyTable, alg: 'ES256' | 'EdDSA', now: number) {
  return (await table.rotate({ alg, now, publishAhead, retiredKeyLifetime: lifetime })).at(-1);
}

/** Tells when a key has come to, or gone from, the key sets of all nodes. */
function lookout({ cluster, line }: Scene): () => Promise<void> {
  let last: ReadonlySet<string> = new Set();
  return async () => {
    const keys = await publishedByAll(cluster.nodes());
    if (keys !== undefined) {
      for (const kid of keys) if (!last.has(kid)) line.tell(`all nodes publish ${line.key(kid)}`);
      for (const kid of last)
        if (!keys.has(kid)) line.tell(`no node publishes ${line.key(kid)} any more`);
      last = keys;
    }
    await soon();
  };
}

async function repeat(step: () => Promise<void>, goesOn: () => boolean): Promise<void> {
  while (goesOn()) await step();
}

async function soon(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50));
}
