import { readFileSync } from 'node:fs';

/**
 * Microseconds of CPU that the main threads of processes have used, as Linux counts them. NaN on other
 * systems.
 *
 * @see https://docs.kernel.org/scheduler/sched-stats.html (schedstat of a process)
 */
export function getCpuTime(pids: readonly number[]): number {
  try {
    return pids.reduce((sum, pid) => {
      const [nanoseconds] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
      return sum + Number(nanoseconds) / 1000;
    }, 0);
  } catch {
    return NaN;
  }
}
