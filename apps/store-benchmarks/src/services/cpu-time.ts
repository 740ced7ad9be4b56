import { readFileSync } from 'node:fs';

/**
 * Microseconds that processes of this machine have had a core for: their main threads, as Linux
 * counts them. NaN where it does not.
 *
 * @see https://docs.kernel.org/scheduler/sched-stats.html (schedstat of a process)
 */
export function cpuTime(pids: readonly number[]): number {
  try {
    return pids.reduce((sum, pid) => {
      const [nanoseconds] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
      return sum + Number(nanoseconds) / 1000;
    }, 0);
  } catch {
    return NaN;
  }
}
