/** Entry of a server process: `serve.js <scenario> <server>`, told what to do by its parent. */
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { asCommand, type Command, type Report } from './messages.js';
import type { BenchServer } from './scenario.js';
import { findScenario } from './scenarios/index.js';

const report = (message: Report): void => void process.send?.(message);

async function obey(server: BenchServer, command: Command): Promise<Report> {
  if (command.do === 'prepare') {
    await prepareRound(server, command.count, command.preparedFile);
    return { is: 'prepared' };
  }
  const { user, system } = process.cpuUsage();
  return { is: 'cpu', microseconds: user + system };
}

async function prepareRound(
  server: BenchServer,
  count: number,
  preparedFile: string,
): Promise<void> {
  const bodies = await server.prepare(count);
  await writeFile(preparedFile, `${bodies.join('\n')}\n`);
  // What this and earlier rounds left behind is not for the next round to clear away.
  globalThis.gc?.();
}

const [scenarioName = '', serverName = ''] = process.argv.slice(2);
const make = findScenario(scenarioName).servers[serverName];
if (make === undefined) throw new Error(`${scenarioName} has no server ${serverName}`);
const server = make();
const http = createServer(server.listener);
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (typeof address === 'object' && address !== null)
    report({ is: 'listening', port: address.port });
});
process.on('message', (message) => {
  const command = asCommand(message);
  if (command === undefined) return;
  obey(server, command).then(report, (cause: unknown) => {
    report({ is: 'failed', reason: String(cause) });
  });
});
process.on('disconnect', () => process.exit());
// The terminal's Ctrl-C goes to the whole group; the parent decides.
process.on('SIGINT', () => undefined);
