import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { pinned } from './machine.js';
import { asReport, type Command, type Report } from './messages.js';

/** How long a server process may take over anything. */
const patience = 30_000;

/** Which server to start, and where. */
export interface ServerLaunch {
  /** Folder of the built `serve.js`: the working tree's, or that of another revision. */
  readonly dist: string;
  readonly scenario: string;
  readonly server: string;
  readonly core: number | undefined;
}

/** A server in a process of its own, on a core of its own. */
export class ServerProcess {
  readonly origin: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.origin = `http://127.0.0.1:${port}`;
  }

  /** Starts it and waits until it listens. */
  static async start({ dist, scenario, server, core }: ServerLaunch): Promise<ServerProcess> {
    const { command, args } = pinned(core, process.execPath, [
      ...['--expose-gc', join(dist, 'serve.js'), scenario, server],
    ]);
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const report = await heard(child);
    if (report.is !== 'listening') throw new Error(`${server} did not start: ${report.is}`);
    return new ServerProcess(child, report.port);
  }

  /** Empties its storage and writes the bodies of the next round, one a line. */
  async prepare(count: number, preparedFile: string): Promise<void> {
    const report = await this.#ask({ do: 'prepare', count, preparedFile });
    if (report.is !== 'prepared') throw new Error(`expected bodies, got ${report.is}`);
  }

  /** Processor time it has used since its start, in microseconds. */
  async cpu(): Promise<number> {
    const report = await this.#ask({ do: 'cpu' });
    if (report.is !== 'cpu') throw new Error(`expected processor time, got ${report.is}`);
    return report.microseconds;
  }

  stop(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  #ask(command: Command): Promise<Report> {
    const answer = heard(this.#child);
    this.#child.send(command);
    return answer;
  }
}

/** The next report of a child. */
function heard(child: ChildProcess): Promise<Report> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      settle(() => reject(new Error('a server process did not answer')));
    }, patience);
    const settle = (done: () => void): void => {
      clearTimeout(late);
      child.off('message', onMessage).off('exit', onExit).off('error', onError);
      done();
    };
    const onMessage = (message: unknown): void => {
      const report = asReport(message);
      if (report?.is === 'failed') settle(() => reject(new Error(report.reason)));
      else if (report !== undefined) settle(() => resolve(report));
    };
    const onExit = (code: number | null): void => {
      settle(() => reject(new Error(`a server process ended with ${code ?? 'a signal'}`)));
    };
    const onError = (error: Error): void => settle(() => reject(error));
    child.on('message', onMessage).on('exit', onExit).on('error', onError);
  });
}
