import { fork } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listen } from '@oauth/app-kit/listen';
import { findFreePort } from '@oauth/app-kit/ports';
import { startNode, type NodeProcess } from '@oauth/tooling/node-process';
import { entries } from './harness/demo.js';

const resolveScript = (name: string): string =>
  new URL(`../../../tooling/scripts/lib/${name}.mjs`, import.meta.url).href;
const started: NodeProcess[] = [];
const servers: Server[] = [];
afterEach(async () => {
  for (const { child, ended } of started.splice(0)) {
    child.kill('SIGTERM');
    await ended;
  }
  for (const server of servers.splice(0)) server.close();
});

/** Starts the demo as `npm start` does when all is built. */
function startAsNpm(port: number): NodeProcess {
  const script = `import { runDemo } from '${resolveScript('demo')}';
    process.exitCode = await runDemo(${JSON.stringify(entries)}, ['--port', '${port}'], { apart: true });`;
  const process = startNode('--input-type=module', ['--eval', script]);
  started.push(process);
  return process;
}

async function occupyPort(port: number): Promise<void> {
  const server = createServer();
  servers.push(server);
  await listen(server, { port });
}

const isAnswering = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );

describe('npm start without a configuration', () => {
  it('runs the samples beside the server, and Ctrl-C ends all three with 0', async () => {
    const port = await findFreePort(1, 2);
    const ports = [port, port + 1, port + 2];
    const demo = startAsNpm(port);
    await demo.printed(new RegExp(`sample client runs at http://127\\.0\\.0\\.1:${port + 1}/ `));
    await demo.printed(new RegExp(`sample API runs at http://127\\.0\\.0\\.1:${port + 2}/`));
    expect(await Promise.all(ports.map(isAnswering))).toEqual([true, true, true]);
    const page = await (await fetch(`http://127.0.0.1:${port + 1}/`)).text();
    expect(page).toContain(`http://localhost:${port}/`);
    expect(page).toContain(`http://127.0.0.1:${port + 2}/`);
    demo.child.kill('SIGINT');
    expect(await demo.ended).toBe(0);
    expect(await Promise.all(ports.map(isAnswering))).toEqual([false, false, false]);
  });

  it('says in one line which sample has no port, and runs the others', async () => {
    const port = await findFreePort(1, 2);
    await occupyPort(port + 1);
    const demo = startAsNpm(port);
    await demo.printed(/sample API runs at/);
    await demo.printed(/not started/);
    expect(demo.output.stderr.split('\n')).toContain(
      `The sample client is not started: port ${port + 1} of 127.0.0.1 is in use.`,
    );
    expect(await isAnswering(port)).toBe(true);
  });

  it('starts no samples when the server does not start', async () => {
    const port = await findFreePort(1, 2);
    await occupyPort(port);
    const demo = startAsNpm(port);
    expect(await demo.ended).toBe(1);
    expect(demo.output.stdout).toBe('');
  });
});

describe('npm start before the server runs', () => {
  it('ends by Ctrl-C, although the tool that it waits for exits with 0', async () => {
    const tool = `process.on('SIGINT', () => process.exit(0)); setInterval(() => {}, 1000);
      console.log('building');`;
    const script = `import { mustRun } from '${resolveScript('run')}';
      await mustRun(process.execPath, ['--eval', ${JSON.stringify(tool)}]);
      console.log('the server starts');`;
    const start = startNode('--input-type=module', ['--eval', script]);
    started.push(start);
    await start.printed(/building/);
    start.child.kill('SIGINT');
    expect(await start.ended).toBe(130);
    expect(start.output.stdout).not.toContain('the server starts');
  });
});

describe('the sample client', () => {
  it('ends when the process that started it is gone', async () => {
    const child = fork(entries.client, ['--port', '0'], { silent: true });
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    child.disconnect();
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
  });

  it.each([
    [['--port', 'http'], '--port must be a whole number from 0 to 65535, not "http".'],
    [['--issuer', 'nowhere'], '--issuer must be an absolute URL, not "nowhere".'],
    [['--prot', '1'], "Unknown option '--prot'."],
  ])('says what is wrong with %j, and how it is used', async (args, expected) => {
    const process = startNode(entries.client, args);
    expect(await process.ended).toBe(2);
    expect(process.output.stderr).toContain(`${expected}\n\nUsage:`);
  });
});
