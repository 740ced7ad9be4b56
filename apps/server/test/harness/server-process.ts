import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { HttpRequest, HttpResponse } from '@oauth/core';
import type { RequestTarget } from './browser.js';

const entry = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** A process that runs the built server, as `npm start` does. */
export interface ServerProcess {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly output: { stdout: string; stderr: string };
  /** Resolves when the process has printed `text`; rejects when it ends before. */
  waitForOutput(text: string): Promise<void>;
  /** Resolves to the exit code. */
  readonly ended: Promise<number | null>;
}

/** Starts the process with the store memory:, if `env` has no other. */
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
    waitForOutput: (text) =>
      new Promise((resolve, reject) => {
        const checkOutput = (): void => {
          if (output.stdout.includes(text) || output.stderr.includes(text)) resolve();
        };
        child.stdout.on('data', checkOutput);
        child.stderr.on('data', checkOutput);
        child.once('close', () =>
          reject(new Error(`it ended without printing ${text}\n${output.stderr}`)),
        );
        checkOutput();
      }),
  };
}

/** A process that accepts requests. */
export interface RunningServer extends ServerProcess, RequestTarget {
  readonly issuer: string;
}

/** Starts the process on a free port and waits until it accepts requests. */
export async function runServer(...args: readonly string[]): Promise<RunningServer> {
  return runServerWith({}, ...args);
}

/** As {@link runServer}, with variables of the environment. */
export async function runServerWith(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<RunningServer> {
  const server = startServer(['--port', '0', ...args], env);
  await server.waitForOutput('server.started');
  const issuer = /runs at (\S+)/.exec(server.output.stdout)?.[1] ?? '';
  const port = /"port":(\d+)/.exec(server.output.stderr)?.[1] ?? '';
  return {
    ...server,
    issuer,
    handle: (request) => sendRequest(`http://127.0.0.1:${port}`, request),
  };
}

/** Sends a request of a test to the server that listens at `origin`. */
async function sendRequest(origin: string, request: HttpRequest): Promise<HttpResponse> {
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
