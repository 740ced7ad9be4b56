import { setTimeout } from 'node:timers/promises';
import type { HttpRequest, Server } from '@oauth/core';
import { member, newCode, requests } from '../server/server.js';

/** How long the answers took, in milliseconds, counted from when their requests were due. */
export type Latencies = readonly number[];

/**
 * Sends so many requests a second, whether those before were answered or not, until `until` has
 * resolved: users that come, exchange their code, are looked up, refresh.
 */
export async function load(
  server: Server,
  perSecond: number,
  until: Promise<unknown>,
): Promise<Latencies> {
  const latencies: number[] = [];
  const underWay = new Set<Promise<void>>();
  let ended = false;
  const end = (): void => void (ended = true);
  const goesOn = (): boolean => !ended;
  until.then(end, end);
  const next = users(server);
  const start = performance.now();
  for (let sent = 0; goesOn();) {
    const due = start + (sent * 1000) / perSecond;
    if (performance.now() < due) {
      await setTimeout(1);
      continue;
    }
    sent += 1;
    const answer = next().then(() => {
      latencies.push(performance.now() - due);
      underWay.delete(answer);
    });
    underWay.add(answer);
  }
  await Promise.all(underWay);
  return latencies;
}

/** What the next of many users does. */
function users(server: Server): () => Promise<void> {
  const codes: string[] = [];
  const tokens: { readonly access: string; readonly refresh: string }[] = [];
  async function granted(request: HttpRequest): Promise<void> {
    const { status, body } = await server.handle(request);
    if (status !== 200) throw new Error(`${status} ${body}`);
    tokens.push({ access: member(body, 'access_token'), refresh: member(body, 'refresh_token') });
  }
  let turn = 0;
  return async () => {
    turn += 1;
    const [code, token] = [codes[0], tokens[0]];
    if (turn % 4 === 1 && code !== undefined) {
      codes.shift();
      return granted(requests.exchange(code));
    }
    if (turn % 4 === 2 && token !== undefined) {
      tokens.shift();
      return granted(requests.refresh(token.refresh));
    }
    if (turn % 4 === 3 && token !== undefined) {
      const { body } = await server.handle(requests.introspection(token.access));
      if (!body.startsWith('{"active":true')) throw new Error(`introspection: ${body}`);
      return undefined;
    }
    codes.push(await newCode(server));
    return undefined;
  };
}
