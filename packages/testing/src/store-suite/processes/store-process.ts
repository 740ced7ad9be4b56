import type { ChildProcess } from 'node:child_process';
import type { JsonValue, Store } from '@oauth/core/plugin';
import {
  isAnswer,
  isCommitResult,
  isCount,
  isFound,
  type Answer,
  type Call,
  type Death,
  type MethodCall,
  type Order,
} from './protocol.js';

/** A process that can have a store open. */
export interface StoreProcess {
  /** Its store. Calls reject when the process has ended. */
  readonly store: Store;
  readonly open: (place: JsonValue) => Promise<void>;
  readonly close: () => Promise<void>;
  readonly isAlive: () => boolean;
  /** Has it end itself by SIGKILL at one of its next calls. */
  readonly dieAt: (death: Death) => void;
  /** Ends it by SIGKILL, and waits until it is gone. */
  readonly kill: () => Promise<void>;
  /** Whether the process of the tests stays for it. */
  readonly hold: (stays: boolean) => void;
}

/** Starts a process that opens stores with a module. */
export async function startProcess(module: URL): Promise<StoreProcess> {
  const [{ fork }, { createRequire }] = await Promise.all([
    import('node:child_process'),
    import('node:module'),
  ]);
  const worker = createRequire(import.meta.url).resolve('@oauth/testing/worker');
  const child = fork(worker, [module.href], { execArgv: [] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { tell, answered } = conversation(child);
  const isAlive = (): boolean => child.connected && child.exitCode === null;
  return {
    store: storeBehind(batches(tell, answered)),
    async open(place) {
      const opened = answered(0);
      tell({ open: place });
      await opened;
    },
    async close() {
      const closed = answered(0);
      tell({ close: true });
      await closed;
    },
    isAlive,
    dieAt: (death) => tell({ death }),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    hold(stays) {
      if (stays) child.ref();
      else child.unref();
      if (stays) child.channel?.ref();
      else child.channel?.unref();
    },
  };
}

interface Conversation {
  readonly tell: (order: Order) => void;
  /** What the process answers under a number; rejects when it ends before. */
  readonly answered: (id: number) => Promise<unknown>;
}

function conversation(child: ChildProcess): Conversation {
  const waiting = new Map<number, (answer: Answer) => void>();
  let alive = true;
  const end = (): void => {
    alive = false;
    for (const [id, answer] of waiting) answer({ id, error: 'The process has ended.' });
    waiting.clear();
  };
  child.once('exit', end);
  child.once('error', end);
  child.on('message', (message: unknown) => {
    if (!isAnswer(message)) return;
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  return {
    tell(order) {
      // What is sent to a process that has just ended is answered by its end.
      if (alive) child.send(order, () => undefined);
    },
    answered: async (id) =>
      new Promise((resolve, reject) => {
        const settle = ({ result, error }: Answer): void =>
          error === undefined ? resolve(result) : reject(new Error(error));
        if (alive) waiting.set(id, settle);
        else settle({ id, error: 'The process has ended.' });
      }),
  };
}

type Ask = (call: MethodCall) => Promise<unknown>;

/** Sends calls that are made in one go as one message, so that they start together. */
function batches(tell: Conversation['tell'], answered: Conversation['answered']): Ask {
  let calls: Call[] = [];
  let serial = 0;
  return async (call) => {
    serial += 1;
    if (calls.push({ ...call, id: serial }) === 1)
      queueMicrotask(() => {
        tell({ calls });
        calls = [];
      });
    return answered(serial);
  };
}

function storeBehind(ask: Ask): Store {
  return {
    get: async (id) => expected(isFound, await ask({ method: 'get', args: [id] })),
    commit: async (changes) =>
      expected(isCommitResult, await ask({ method: 'commit', args: [changes] })),
    revoke: async (target) => expected(isCount, await ask({ method: 'revoke', args: [target] })),
    purge: async (now, limit) =>
      expected(isCount, await ask({ method: 'purge', args: [now, limit] })),
  };
}

function expected<T>(is: (result: unknown) => result is T, result: unknown): T {
  if (is(result)) return result;
  throw new TypeError(`A store in another process gave ${JSON.stringify(result)}.`);
}
