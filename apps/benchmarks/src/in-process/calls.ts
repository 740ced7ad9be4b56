/**
 * Entry of the in-process part: what one call of `server.handle` costs, without HTTP. Other revisions
 * read the lines it prints: see output.ts.
 */
import assert from 'node:assert/strict';
import type { HttpRequest, HttpResponse } from '@oauth/core';
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
import { emptyByHand, tokenByHand } from './by-hand.js';

const [rounds = 21] = process.argv.slice(2).map(Number);
const warmUpRounds = 5;
/** Calls of a round. The first half brings back compiled code that collecting garbage threw away. */
const calls = 20_000;
const ours = makeOurs();

/** Something to measure. */
interface Row {
  readonly name: string;
  readonly answer: (request: HttpRequest) => Promise<HttpResponse>;
  /** Makes a request for each call, and one more to look at the answer. */
  readonly makeRequests: (count: number) => Promise<readonly HttpRequest[]>;
  readonly expected: RegExp;
}

interface Series {
  readonly row: Row;
  readonly times: number[];
}

/** Processor time, which other processes on the machine disturb less than the clock's. */
async function microsecondsPerCall(
  answer: Row['answer'],
  requests: readonly HttpRequest[],
): Promise<number> {
  globalThis.gc?.();
  const half = requests.length / 2;
  for (const request of requests.slice(0, half)) await answer(request);
  const start = process.cpuUsage();
  for (const request of requests.slice(half)) await answer(request);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / half;
}

async function measureRound({ answer, makeRequests, expected }: Row): Promise<number> {
  await empty(ours);
  emptyByHand();
  const [last, ...requests] = await makeRequests(calls + 1);
  assert.ok(last !== undefined);
  const time = await microsecondsPerCall(answer, requests);
  const { status, body } = await answer(last);
  assert.equal(status, 200);
  assert.match(body, expected);
  return time;
}

/** Measures rows side by side: their rounds alternate. */
async function report(...rows: readonly Row[]): Promise<void> {
  const series = rows.map((row): Series => ({ row, times: [] }));
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    for (const { row, times } of series) {
      const time = await measureRound(row);
      if (round >= warmUpRounds) times.push(time);
    }
  }
  for (const { row, times } of series) {
    process.stdout.write(`COST ${median(times).toFixed(2)} ${row.name}\n`);
  }
}

const handle: Row['answer'] = (request) => ours.server.handle(request);
const post = (body: string): HttpRequest => formRequest('/token', form, body);
const again = (count: number, request: HttpRequest): readonly HttpRequest[] =>
  Array.from({ length: count }, () => request);

const tokens = {
  makeRequests: async (count: number) => again(count, post(tokenRequestBody)),
  expected: /"access_token":"[\w-]{43,}"/,
};
await report(
  { name: 'token by hand', answer: tokenByHand, ...tokens },
  { name: 'token issued', answer: handle, ...tokens },
);
await report({
  name: 'token introspected',
  answer: handle,
  makeRequests: async (count) => {
    const body = introspectionBody(await issueToken(ours));
    const headers = { ...form, Authorization: apiAuthorization };
    return again(count, formRequest('/introspect', headers, body));
  },
  expected: /"active":true/,
});
await report({
  name: 'code exchanged',
  answer: handle,
  makeRequests: (count) => many(count, async () => post(exchangeBody(await issueCode(ours)))),
  expected: /"refresh_token":"[\w-]{43,}"/,
});
await report({
  name: 'token refreshed',
  answer: handle,
  makeRequests: (count) =>
    many(count, async () => post(refreshBody((await issuePair(ours)).refreshToken))),
  expected: /"refresh_token":"[\w-]{43,}"/,
});
