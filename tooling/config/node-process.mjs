import { spawn } from 'node:child_process';

export function startNode(entry, args = [], { env = {}, input = '' } = {}) {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined).end(input);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (output.stderr += text));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const allOutput = () => output.stdout + output.stderr;
  const printed = (pattern) =>
    new Promise((resolve, reject) => {
      const resolveIfPrinted = () => {
        const found = allOutput().match(pattern);
        if (found !== null) resolve(found[1] ?? found[0]);
      };
      child.stdout.on('data', resolveIfPrinted);
      child.stderr.on('data', resolveIfPrinted);
      child.once('close', () =>
        reject(new Error(`it ended without printing ${pattern}\n${allOutput()}`)),
      );
      resolveIfPrinted();
    });
  return { child, output, ended, printed };
}
