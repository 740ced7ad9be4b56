import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './workspace.mjs';

const windows = process.platform === 'win32';
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** What every tool sees: the workspace's own binaries first, and nothing that phones home. */
export const environment = (extra) => ({
  ...process.env,
  ...extra,
  PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  DO_NOT_TRACK: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
});

/**
 * A SIGTERM for npm ends npm and the shell it runs scripts in, and stops there: this process only
 * sees that its parent is another one.
 */
function whenAbandoned(stop) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, 500);
  return timer.unref();
}

/**
 * Hands this process's signals to the child, each once: one Ctrl-C arrives here twice, from the
 * terminal and from npm, and a server may take a second one for "stop at once". The function it
 * returns ends that, and says which signal came, if any.
 */
function forwardSignals(child) {
  const last = new Map();
  const forward = (signal) => {
    const now = performance.now();
    if (now - (last.get(signal) ?? -Infinity) > 500) child.kill(signal);
    last.set(signal, now);
  };
  for (const signal of signals) process.on(signal, forward);
  const watch = whenAbandoned(() => forward('SIGTERM'));
  return () => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, forward);
    return [...last.keys()][0];
  };
}

const exitCodeOf = (signal) => 128 + (constants.signals[signal] ?? 0);

/**
 * Runs a command and resolves to its exit code. Where a signal came that is the signal's: some tools
 * say 0 although they were stopped halfway. `quiet` shows the output only of a failure; `apart` is
 * for what ends well when it is told to stop, and keeps the terminal's own Ctrl-C from it, so that it
 * gets the forwarded one only; `onMessage` hears what it sends us as a Node process, `onLine` what
 * it prints.
 */
export function run(
  command,
  args,
  { cwd = root, env = {}, quiet = false, apart = false, onMessage, onLine } = {},
) {
  const shown = onMessage === undefined ? 'inherit' : ['inherit', 'inherit', 'inherit', 'ipc'];
  const unseen = ['ignore', 'pipe', 'pipe'];
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: environment(env),
      stdio: quiet || onLine !== undefined ? unseen : shown,
      // Windows finds npx and turbo as .cmd files, which only a shell starts.
      shell: windows && command !== process.execPath,
      detached: apart && !windows,
    });
    const stopForwarding = forwardSignals(child);
    if (onMessage !== undefined) child.on('message', onMessage);
    if (onLine !== undefined) createInterface(child.stdout).on('line', onLine);
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const stopped = stopForwarding();
      const own = code ?? exitCodeOf(signal);
      const exitCode = own === 0 && stopped !== undefined && !apart ? exitCodeOf(stopped) : own;
      if (output.length > 0 && exitCode !== 0) process.stderr.write(Buffer.concat(output));
      resolve(exitCode);
    });
  });
}

/** Like `run`, but a failure ends this process with the command's exit code. */
export async function mustRun(command, args, options) {
  const code = await run(command, args, options);
  if (code !== 0) process.exit(code);
}
