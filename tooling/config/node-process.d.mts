import type { ChildProcess } from 'node:child_process';

/** A Node process of its own, as a test watches it. */
export interface NodeProcess {
  /** Stop it with `kill()`. */
  readonly child: ChildProcess;
  readonly output: { readonly stdout: string; readonly stderr: string };
  /**
   * Resolves when what `pattern` matches was printed, to its first group or to the whole match;
   * rejects when the process ends before.
   */
  printed(pattern: RegExp): Promise<string>;
  /** Resolves to the exit code, `null` after a signal. */
  readonly ended: Promise<number | null>;
}

/** Starts a script that Node runs unbuilt, with no environment but PATH and `env`. */
export function startNode(
  entry: string,
  args?: readonly string[],
  options?: { readonly env?: Readonly<Record<string, string>>; readonly input?: string },
): NodeProcess;
