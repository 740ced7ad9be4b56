import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench } from './bench.js';
import { splitBodies } from './lead-in.js';
import type { LoadResult } from './load/load.js';
import type { Scenario, Send } from './scenario.js';
import { send } from './send.js';
import { ServerProcess } from './server-process.js';

/** What one server did, round by round. */
export interface Series {
  readonly server: string;
  /** Requests per second. */
  readonly rates: readonly number[];
  /** Processor microseconds of the server process per request. */
  readonly costs: readonly number[];
}

/** Single-use bodies made for the first second: more than any server answers while it is cold. */
const enough = 60_000;
/** How much faster than ever a server may be in the next round before that has to be repeated. */
const headroom = 1.6;
/**
 * Seconds of load before a round counts. A full collection between requests, with which preparing
 * ends, makes V8 throw compiled code away: half of a round would go by until it is compiled again.
 */
const leadIn = 1;

interface Round {
  readonly rate: number;
  readonly cost: number;
}

/** A server of a scenario, as one of the builds has it. */
export interface Contender {
  readonly server: string;
  /** Folder of the built entries: the working tree's, or that of another revision. */
  readonly dist: string;
}

/** A server process with the load that is sent to it. */
export class Lane implements Series {
  readonly rates: number[] = [];
  readonly costs: number[] = [];
  readonly server: string;
  readonly #bench: Bench;
  readonly #scenario: Scenario;
  readonly #process: ServerProcess;
  readonly #preparedFile: string;
  #preparedPerSecond = enough;
  #fastest = 0;

  private constructor(bench: Bench, scenario: Scenario, server: string, process: ServerProcess) {
    this.server = server;
    this.#bench = bench;
    this.#scenario = scenario;
    this.#process = process;
    this.#preparedFile = join(bench.scratch, `${randomUUID()}.txt`);
  }

  static async open(bench: Bench, scenario: Scenario, contender: Contender): Promise<Lane> {
    const core = bench.cores?.server;
    const process = await ServerProcess.start({ ...contender, scenario: scenario.name, core });
    return new Lane(bench, scenario, contender.server, process);
  }

  async run(seconds: number): Promise<Round> {
    const { singleUse } = this.#scenario;
    const perSecond = this.#preparedPerSecond;
    const count = singleUse ? (leadIn + seconds) * perSecond : 1;
    await this.#process.prepare(count, this.#preparedFile);
    const leadFile = singleUse ? await this.#split(leadIn * perSecond) : this.#preparedFile;
    await this.#load(leadFile, leadIn);
    const before = await this.#process.cpu();
    const { requests, microseconds, errors } = await this.#load(this.#preparedFile, seconds);
    const cpu = (await this.#process.cpu()) - before;
    const rate = (requests * 1e6) / microseconds;
    this.#fastest = Math.max(this.#fastest, rate);
    this.#preparedPerSecond = Math.ceil(this.#fastest * headroom);
    // Bodies ran out: it was busy with something else before, and has become faster since.
    if (singleUse && requests > seconds * perSecond) return this.run(seconds);
    if (errors > 0)
      throw new Error(
        `${this.server}: ${errors} of ${requests} ${this.#scenario.name} requests failed`,
      );
    return { rate, cost: cpu / requests };
  }

  async #load(preparedFile: string, seconds: number): Promise<LoadResult> {
    const { settings, load, cores } = this.#bench;
    const { method, path, headers, singleUse } = this.#scenario;
    return load.run({
      ...{ url: this.#process.origin + path, method, headers, preparedFile, singleUse },
      ...{ seconds, connections: settings.connections, core: cores?.load },
    });
  }

  /** Moves the first bodies to a file of their own. */
  async #split(count: number): Promise<string> {
    const leadFile = `${this.#preparedFile}.lead`;
    const bodies = (await readFile(this.#preparedFile, 'utf8')).trimEnd().split('\n');
    const [lead, counted] = splitBodies(bodies, count);
    await writeFile(leadFile, `${lead.join('\n')}\n`);
    await writeFile(this.#preparedFile, `${counted.join('\n')}\n`);
    return leadFile;
  }

  record({ rate, cost }: Round): void {
    this.rates.push(rate);
    this.costs.push(cost);
  }

  async verify(): Promise<void> {
    if (this.server === 'hello') return;
    await this.#process.prepare(2, this.#preparedFile);
    const prepared = (await readFile(this.#preparedFile, 'utf8')).trimEnd().split('\n');
    const next: Send = () => {
      const text = prepared.length > 1 ? prepared.shift() : prepared[0];
      return send(this.#process.origin, this.#scenario, text ?? '');
    };
    await this.#scenario.verify(next);
  }

  close(): void {
    this.#process.stop();
  }
}
