import type { JsonValue } from '@oauth/core/plugin';
import {
  isOpening,
  isOrder,
  isStore,
  type Answer,
  type Call,
  type Death,
  type OpenedStore,
} from './protocol.js';

/** Runs in a process of its own: opens stores with the author's module, and does what it is told. */
const [moduleUrl = ''] = process.argv.slice(2);

let opened: OpenedStore | undefined;
let death: Death | undefined;
let calls = 0;

async function open(place: JsonValue): Promise<void> {
  const exported: unknown = await import(moduleUrl);
  if (!isOpening(exported)) throw new TypeError(`${moduleUrl} must export open(place).`);
  const store = await exported.open(place);
  if (!isStore(store)) throw new TypeError(`open of ${moduleUrl} must give a store.`);
  opened = store;
  death = undefined;
}

async function close(): Promise<void> {
  await opened?.close?.();
  opened = undefined;
}

async function perform(call: Call): Promise<unknown> {
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
  }
}

async function performOrDie(call: Call): Promise<unknown> {
  calls += 1;
  const dies = death?.call === calls ? death : undefined;
  if (dies?.done === false) die();
  const result = await perform(call);
  if (dies) die();
  return result;
}

/** At once, with nothing closed or undone. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

async function answer(id: number, work: Promise<unknown>): Promise<void> {
  try {
    send({ id, result: await work });
  } catch (error) {
    send({ id, error: error instanceof Error ? String(error.stack) : String(error) });
  }
}

function send(message: Answer): void {
  process.send?.(message);
}

process.on('disconnect', () => process.exit());
process.on('message', (order: unknown) => {
  if (!isOrder(order)) return;
  if ('death' in order) [death, calls] = [order.death, 0];
  else if ('calls' in order)
    for (const call of order.calls) void answer(call.id, performOrDie(call));
  else void answer(0, 'open' in order ? open(order.open) : close());
});
