import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** A core for the server and one for the load; `undefined` where processes cannot be pinned. */
export interface Cores {
  readonly server: number;
  readonly load: number;
}

/** Whether a command can be started. */
export function hasCommand(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).error === undefined;
}

/** The last two cores this process may use: interrupts tend to be on the first. */
export function pinnableCores(): Cores | undefined {
  if (process.platform !== 'linux' || !hasCommand('taskset', '--version')) return undefined;
  const status = readFileSync('/proc/self/status', 'utf8');
  const cores = parseCoreList(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '');
  const [load, server] = cores.slice(-2);
  return load === undefined || server === undefined ? undefined : { server, load };
}

/** `0-2,5` as 0, 1, 2, 5. */
export function parseCoreList(list: string): readonly number[] {
  return list.split(',').flatMap((range) => {
    if (range === '') return [];
    const [from = Number.NaN, to = from] = range.split('-').map(Number);
    const cores: number[] = [];
    for (let core = from; core <= to; core += 1) cores.push(core);
    return cores;
  });
}

/** The command line that runs a command on one core. */
export function pinned(
  core: number | undefined,
  command: string,
  args: readonly string[],
): { readonly command: string; readonly args: readonly string[] } {
  return core === undefined
    ? { command, args }
    : { command: 'taskset', args: ['-c', String(core), command, ...args] };
}

/** What ran the benchmark, in a few words. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${model}, ${cpus().length} cores, Node ${process.versions.node}, ${process.platform}`;
}
