import type { JsonValue } from '@oauth/core/plugin';
import { listRecords } from '../../wrap-store.js';
import {
  isCommand,
  isStore,
  isStoreModule,
  type Command,
  type Death,
  type NumberedCall,
  type OpenedStore,
  type Reply,
} from './protocol.js';

/** A process of the suite: opens stores with the author's module, and makes the calls it is sent. */
const [moduleUrl = ''] = process.argv.slice(2);

let opened: OpenedStore | undefined;
let death: Death | undefined;
let calls = 0;

async function openStore(place: JsonValue): Promise<void> {
  const exported: unknown = await import(moduleUrl);
  if (!isStoreModule(exported)) throw new TypeError(`${moduleUrl} must export open(place).`);
  const store = await exported.open(place);
  if (!isStore(store)) throw new TypeError(`open of ${moduleUrl} must return a store.`);
  opened = store;
  death = undefined;
}

async function closeStore(): Promise<void> {
  await opened?.close?.();
  opened = undefined;
}

async function callStore(call: NumberedCall): Promise<unknown> {
  if (opened === undefined) throw new Error('No store is open.');
  switch (call.method) {
    case 'get':
      return opened.get(...call.args);
    case 'commit':
      return opened.commit(...call.args);
    case 'revoke':
      return opened.revoke(...call.args);
    case 'purge':
      return opened.purge(...call.args);
    case 'list':
      return listRecords(opened, ...call.args);
  }
}

async function callStoreOrDie(call: NumberedCall): Promise<unknown> {
  calls += 1;
  const fatal = death?.call === calls ? death : undefined;
  if (fatal?.afterWork === false) killSelf();
  const result = await callStore(call);
  if (fatal) killSelf();
  return result;
}

/** Ends the process at once, with nothing closed or undone. */
function killSelf(): void {
  process.kill(process.pid, 'SIGKILL');
}

async function sendReply(id: number, work: Promise<unknown>): Promise<void> {
  try {
    send({ id, result: await work });
  } catch (error) {
    send({ id, error: error instanceof Error ? String(error.stack) : String(error) });
  }
}

function send(reply: Reply): void {
  process.send?.(reply);
}

function carryOut(command: Command): void {
  if ('death' in command) [death, calls] = [command.death, 0];
  else if ('calls' in command)
    for (const call of command.calls) void sendReply(call.id, callStoreOrDie(call));
  else if ('open' in command) void sendReply(0, openStore(command.open));
  else void sendReply(0, closeStore());
}

process.on('disconnect', () => process.exit());
process.on('message', (message: unknown) => {
  if (isCommand(message)) carryOut(message);
});
