import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { run } from './run.mjs';

const startSample = (entry, args) =>
  spawn(process.execPath, [entry, ...args.map(String)], {
    // The channel closes when this process ends, even by SIGKILL, and then the sample ends too.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Keeps the terminal's Ctrl-C from the samples: the server may still be answering them.
    detached: process.platform !== 'win32',
  });

async function stopSample(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await ended;
  clearTimeout(timer);
}

/**
 * Runs the server in the foreground. Once it listens, starts the samples on the two ports after the
 * server's; each prints its URL, or that its port is in use. Stops them when the server ends, and
 * resolves to the server's exit code.
 */
export async function runDemo({ server, api, client }, args, options) {
  const samples = [];
  const onMessage = ({ listening: issuer }) => {
    const port = Number(new URL(issuer).port || 80);
    const apiUrl = `http://127.0.0.1:${port + 2}`;
    samples.push(
      startSample(api, ['--issuer', issuer, '--port', port + 2]),
      startSample(client, ['--issuer', issuer, '--api', apiUrl, '--port', port + 1]),
    );
  };
  const code = await run(process.execPath, [server, ...args], { ...options, onMessage });
  await Promise.all(samples.map(stopSample));
  return code;
}
