import type { ChildProcess } from 'node:child_process';
import type { JsonValue, Store } from '@oauth/core/plugin';
import {
  isCommitResult,
  isCount,
  isRecordOrUndefined,
  isRecordPage,
  isReply,
  type Command,
  type Death,
  type MethodCall,
  type NumberedCall,
  type Reply,
} from './protocol.js';

/** Another process that can have a store open. */
export interface StoreProcess {
  /** The store that the process has open. Calls reject when the process has ended. */
  readonly store: Store;
  readonly open: (place: JsonValue) => Promise<void>;
  readonly close: () => Promise<void>;
  readonly isAlive: () => boolean;
  /** Has the process end itself by SIGKILL at one of its next calls. */
  readonly dieAt: (death: Death) => void;
  /** Ends the process by SIGKILL, and waits until it is gone. */
  readonly kill: () => Promise<void>;
  /** Whether the process of the tests may not end before this one. */
  readonly setRequired: (required: boolean) => void;
}

/** Starts a process that opens stores with a module. */
export async function startStoreProcess(module: URL): Promise<StoreProcess> {
  const [{ fork }, { createRequire }] = await Promise.all([
    import('node:child_process'),
    import('node:module'),
  ]);
  const worker = createRequire(import.meta.url).resolve('@oauth/testing/worker');
  const child = fork(worker, [module.href], { execArgv: [] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { sendCommand, waitForReply } = createChannel(child);
  return {
    store: remoteStore(batchCalls(sendCommand, waitForReply)),
    async open(place) {
      const opened = waitForReply(0);
      sendCommand({ open: place });
      await opened;
    },
    async close() {
      const closed = waitForReply(0);
      sendCommand({ close: true });
      await closed;
    },
    isAlive: () => child.connected && child.exitCode === null,
    dieAt: (death) => sendCommand({ death }),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    setRequired: (required) => setRequired(child, required),
  };
}

function setRequired(child: ChildProcess, required: boolean): void {
  if (required) child.ref();
  else child.unref();
  if (required) child.channel?.ref();
  else child.channel?.unref();
}

interface Channel {
  readonly sendCommand: (command: Command) => void;
  /** The result of the reply with this id. Rejects when the process ends first. */
  readonly waitForReply: (id: number) => Promise<unknown>;
}

function createChannel(child: ChildProcess): Channel {
  const waiting = new Map<number, (reply: Reply) => void>();
  let isAlive = true;
  const end = (): void => {
    isAlive = false;
    for (const [id, settle] of waiting) settle({ id, error: 'The process has ended.' });
    waiting.clear();
  };
  child.once('exit', end);
  child.once('error', end);
  child.on('message', (message: unknown) => {
    if (!isReply(message)) return;
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  return {
    sendCommand(command) {
      // A command to a process that has just ended fails; its end rejects the replies.
      if (isAlive) child.send(command, () => undefined);
    },
    waitForReply: async (id) =>
      new Promise((resolve, reject) => {
        const settle = ({ result, error }: Reply): void =>
          error === undefined ? resolve(result) : reject(new Error(error));
        if (isAlive) waiting.set(id, settle);
        else settle({ id, error: 'The process has ended.' });
      }),
  };
}

type SendCall = (call: MethodCall) => Promise<unknown>;

/** Sends calls that are made in one go as one message, so that they start together. */
function batchCalls(
  sendCommand: Channel['sendCommand'],
  waitForReply: Channel['waitForReply'],
): SendCall {
  let calls: NumberedCall[] = [];
  let lastId = 0;
  return async (call) => {
    lastId += 1;
    if (calls.push({ ...call, id: lastId }) === 1)
      queueMicrotask(() => {
        sendCommand({ calls });
        calls = [];
      });
    return waitForReply(lastId);
  };
}

/** A store whose calls are made in another process. */
function remoteStore(sendCall: SendCall): Store {
  return {
    get: async (id, hint) =>
      assertResult(isRecordOrUndefined, await sendCall({ method: 'get', args: [id, hint] })),
    commit: async (changes) =>
      assertResult(isCommitResult, await sendCall({ method: 'commit', args: [changes] })),
    revoke: async (target) =>
      assertResult(isCount, await sendCall({ method: 'revoke', args: [target] })),
    purge: async (now, limit) =>
      assertResult(isCount, await sendCall({ method: 'purge', args: [now, limit] })),
    list: async (target, request) =>
      assertResult(isRecordPage, await sendCall({ method: 'list', args: [target, request] })),
  };
}

function assertResult<T>(isExpected: (result: unknown) => result is T, result: unknown): T {
  if (isExpected(result)) return result;
  throw new TypeError(`A store in another process returned ${JSON.stringify(result)}.`);
}
