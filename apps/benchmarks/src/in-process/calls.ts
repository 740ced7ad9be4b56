/** Entry of the in-process part: what one call of `server.handle` costs, without HTTP. */
import assert from 'node:assert/strict';
import type { HttpRequest } from '@oauth/core';
import {
  apiAuthorization,
  exchangeBody,
  form,
  introspectionBody,
  refreshBody,
  tokenRequestBody,
} from '../clients.js';
import { issueCode, issuePair, issueToken, many } from '../servers/our-tokens.js';
import { empty, formRequest, makeOurs } from '../servers/ours.js';
import { median } from '../statistics.js';

const [rounds = 21] = process.argv.slice(2).map(Number);
const warmUpRounds = 5;
/** Calls of a round. The first half brings back compiled code that collecting garbage threw away. */
const calls = 20_000;
const ours = makeOurs();

/** Processor time, which other processes on the machine disturb less than the clock's. */
async function microsecondsPerCall(requests: readonly HttpRequest[]): Promise<number> {
  globalThis.gc?.();
  const half = requests.length / 2;
  for (const request of requests.slice(0, half)) await ours.server.handle(request);
  const start = process.cpuUsage();
  for (const request of requests.slice(half)) await ours.server.handle(request);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / half;
}

/** @param makeRequests makes a request for each call, and one more to look at the answer */
async function report(
  name: string,
  expected: RegExp,
  makeRequests: (count: number) => Promise<readonly HttpRequest[]>,
): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    await empty(ours);
    const [last, ...requests] = await makeRequests(calls + 1);
    assert.ok(last !== undefined);
    const time = await microsecondsPerCall(requests);
    if (round >= warmUpRounds) times.push(time);
    const { status, body } = await ours.server.handle(last);
    assert.equal(status, 200);
    assert.match(body, expected);
  }
  process.stdout.write(`COST ${median(times).toFixed(2)} ${name}\n`);
}

const post = (body: string): HttpRequest => formRequest('/token', form, body);
const again = (count: number, request: HttpRequest): readonly HttpRequest[] =>
  Array.from({ length: count }, () => request);

await report('token issued', /"access_token":"[\w-]{43,}"/, async (count) =>
  again(count, post(tokenRequestBody)),
);
await report('token introspected', /"active":true/, async (count) => {
  const body = introspectionBody(await issueToken(ours));
  const headers = { ...form, Authorization: apiAuthorization };
  return again(count, formRequest('/introspect', headers, body));
});
await report('code exchanged', /"refresh_token":"[\w-]{43,}"/, (count) =>
  many(count, async () => post(exchangeBody(await issueCode(ours)))),
);
await report('token refreshed', /"refresh_token":"[\w-]{43,}"/, (count) =>
  many(count, async () => post(refreshBody((await issuePair(ours)).refreshToken))),
);
