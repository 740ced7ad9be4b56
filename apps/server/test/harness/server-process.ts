import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** The built server as a process of its own, as `npm start` runs it. */
export interface ServerProcess {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly output: { stdout: string; stderr: string };
  /** Resolves when `text` was printed; rejects when the process ends before. */
  printed(text: string): Promise<void>;
  /** Resolves to the exit code. */
  readonly ended: Promise<number | null>;
}

/** Starts it. Stop it with {@link ServerProcess.child}`.kill()`. */
export function startServer(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): ServerProcess {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    output,
    ended,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (output.stdout.includes(text) || output.stderr.includes(text)) resolve();
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        child.once('close', () =>
          reject(new Error(`it ended without printing ${text}\n${output.stderr}`)),
        );
        look();
      }),
  };
}

/** Starts it on a free port and waits until it answers; resolves to it and its issuer. */
export async function runServer(
  ...args: readonly string[]
): Promise<ServerProcess & { readonly issuer: string }> {
  const server = startServer(['--port', '0', ...args]);
  await server.printed('server.started');
  const issuer = /runs at (\S+)/.exec(server.output.stdout)?.[1] ?? '';
  return { ...server, issuer };
}
