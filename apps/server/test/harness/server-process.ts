import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { HttpRequest, HttpResponse } from '@oauth/core';
import type { Answers } from './browser.js';

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

/** Starts it, without a file that would outlive it. Stop it with {@link ServerProcess.child}`.kill()`. */
export function startServer(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): ServerProcess {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { PATH: process.env['PATH'], STORE: 'memory:', ...env },
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

/** A server that answers. */
export interface RunningServer extends ServerProcess, Answers {
  readonly issuer: string;
}

/** Starts it on a free port and waits until it answers. */
export async function runServer(...args: readonly string[]): Promise<RunningServer> {
  return runServerWith({}, ...args);
}

/** The same, with some variables of the environment. */
export async function runServerWith(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<RunningServer> {
  const server = startServer(['--port', '0', ...args], env);
  await server.printed('server.started');
  const issuer = /runs at (\S+)/.exec(server.output.stdout)?.[1] ?? '';
  const port = /"port":(\d+)/.exec(server.output.stderr)?.[1] ?? '';
  return { ...server, issuer, handle: (request) => ask(`http://127.0.0.1:${port}`, request) };
}

/** Sends a request as a browser or a client does that has been told where the server is. */
async function ask(origin: string, request: HttpRequest): Promise<HttpResponse> {
  const headers = ['accept', 'cookie', 'content-type', 'authorization'].flatMap((name) => {
    const value = request.headers.get(name);
    return value === null || value === '' ? [] : [[name, value] as const];
  });
  const response = await fetch(`${origin}${request.url}`, {
    method: request.method,
    headers: Object.fromEntries(headers),
    redirect: 'manual',
    ...(request.method === 'POST' && { body: await request.text(65_536) }),
  });
  return {
    status: response.status,
    headers: {
      ...Object.fromEntries(response.headers),
      'set-cookie': response.headers.getSetCookie(),
    },
    body: await response.text(),
  };
}
