import { setTimeout } from 'node:timers/promises';
import type { HttpRequest, Server } from '@oauth/core';
import { readTokens, requestCode, requests } from '../server/benchmark-server.js';

/** Milliseconds from when a request was due until its response. */
export type Latencies = readonly number[];

/**
 * Sends requests at a steady rate, until `until` has resolved. A request starts when it is due,
 * whether those before it were answered or not.
 */
export async function sendLoad(
  server: Server,
  perSecond: number,
  until: Promise<unknown>,
): Promise<Latencies> {
  const latencies: number[] = [];
  const open = new Set<Promise<void>>();
  let ended = false;
  const end = (): void => void (ended = true);
  const isRunning = (): boolean => !ended;
  until.then(end, end);
  const sendNext = requestMix(server);
  const start = performance.now();
  for (let sent = 0; isRunning();) {
    const due = start + (sent * 1000) / perSecond;
    if (performance.now() < due) {
      await setTimeout(1);
      continue;
    }
    sent += 1;
    const response = sendNext().then(() => {
      latencies.push(performance.now() - due);
      open.delete(response);
    });
    open.add(response);
  }
  await Promise.all(open);
  return latencies;
}

/** Sends an authorization, an exchange, a refresh or an introspection, in turn. */
function requestMix(server: Server): () => Promise<void> {
  const codes: string[] = [];
  const tokens: { readonly access: string; readonly refresh: string }[] = [];
  async function requestTokens(request: HttpRequest): Promise<void> {
    tokens.push(readTokens(await server.handle(request)));
  }
  let turn = 0;
  return async () => {
    turn += 1;
    const [code, token] = [codes[0], tokens[0]];
    if (turn % 4 === 1 && code !== undefined) {
      codes.shift();
      return requestTokens(requests.exchange(code));
    }
    if (turn % 4 === 2 && token !== undefined) {
      tokens.shift();
      return requestTokens(requests.refresh(token.refresh));
    }
    if (turn % 4 === 3 && token !== undefined) {
      const { body } = await server.handle(requests.introspection(token.access));
      if (!body.startsWith('{"active":true')) throw new Error(`introspection: ${body}`);
      return undefined;
    }
    codes.push(await requestCode(server));
    return undefined;
  };
}
