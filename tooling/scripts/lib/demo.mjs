import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { run } from './run.mjs';

const startSample = (entry, args) =>
  spawn(process.execPath, [entry, ...args.map(String)], {
    // By the channel a sample notices when this process is gone, however it went.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // The terminal's Ctrl-C is for the server, which may still be answering.
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
 * Runs the server in the foreground, and from the moment it listens the samples beside it, on the
 * two ports after its own. They say themselves where they are, or that their port is taken, and go
 * when the server goes, whose exit code this resolves to.
 */
export async function runDemo({ server, api, client }, args, options) {
  const samples = [];
  const onMessage = ({ listening }) => {
    const port = Number(new URL(listening).port || 80);
    const apiUrl = `http://127.0.0.1:${port + 2}`;
    samples.push(
      startSample(api, ['--issuer', listening, '--port', port + 2]),
      startSample(client, ['--issuer', listening, '--api', apiUrl, '--port', port + 1]),
    );
  };
  const code = await run(process.execPath, [server, ...args], { ...options, onMessage });
  await Promise.all(samples.map(stopSample));
  return code;
}
