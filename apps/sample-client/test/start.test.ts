import { fork } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startNode, type NodeProcess } from '@oauth/tooling/node-process';
import { entries } from './harness/demo.js';

const moduleOf = (name: string): string =>
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

/** What `npm start` does when all is built. */
function npmStart(port: number): NodeProcess {
  const script = `import { runDemo } from '${moduleOf('demo')}';
    process.exitCode = await runDemo(${JSON.stringify(entries)}, ['--port', '${port}'], { apart: true });`;
  const process = startNode('--input-type=module', ['--eval', script]);
  started.push(process);
  return process;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  server.close();
  return free;
}

/** The first of three free ports, below those that are given out to whoever asks for any. */
async function threePorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const free = await Promise.all([first, first + 1, first + 2].map(isFree));
    if (free.every(Boolean)) return first;
  }
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );

describe('npm start without a configuration', () => {
  it('runs the samples beside the server, and Ctrl-C ends all three with 0', async () => {
    const port = await threePorts();
    const demo = npmStart(port);
    await demo.printed(new RegExp(`sample client runs at http://127\\.0\\.0\\.1:${port + 1}/ `));
    await demo.printed(new RegExp(`sample API runs at http://127\\.0\\.0\\.1:${port + 2}/`));
    for (const one of [port, port + 1, port + 2]) expect(await answers(one)).toBe(true);
    const page = await (await fetch(`http://127.0.0.1:${port + 1}/`)).text();
    expect(page).toContain(`http://localhost:${port}/`);
    expect(page).toContain(`http://127.0.0.1:${port + 2}/`);
    demo.child.kill('SIGINT');
    expect(await demo.ended).toBe(0);
    for (const one of [port, port + 1, port + 2]) expect(await answers(one)).toBe(false);
  });

  it('says in one line which sample has no port, and runs the others', async () => {
    const port = await threePorts();
    const other = createServer();
    servers.push(other);
    await new Promise<void>((resolve) => other.listen(port + 1, '127.0.0.1', resolve));
    const demo = npmStart(port);
    await demo.printed(/sample API runs at/);
    await demo.printed(/not started/);
    expect(demo.output.stderr.split('\n')).toContain(
      `The sample client is not started: port ${port + 1} of 127.0.0.1 is in use.`,
    );
    expect(await answers(port)).toBe(true);
  });

  it('starts no samples when the server does not start', async () => {
    const port = await threePorts();
    const other = createServer();
    servers.push(other);
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    const demo = npmStart(port);
    expect(await demo.ended).toBe(1);
    expect(demo.output.stdout).toBe('');
  });
});

describe('npm start before the server runs', () => {
  it('ends by Ctrl-C, although the tool that it waits for says 0', async () => {
    const tool = `process.on('SIGINT', () => process.exit(0)); setInterval(() => {}, 1000);
      console.log('building');`;
    const script = `import { mustRun } from '${moduleOf('run')}';
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
  it('ends when whoever started it is gone', async () => {
    const child = fork(entries.client, ['--port', '0'], { silent: true });
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    child.disconnect();
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
  });

  it.each([[['--port', 'http']], [['--issuer', 'nowhere']], [['--prot', '1']]])(
    'says what its options are: %j',
    async (args) => {
      const process = startNode(entries.client, args);
      expect(await process.ended).toBe(2);
      expect(process.output.stderr).toContain('Usage:');
    },
  );
});
