/** Entry of the in-process part: what one call of `server.handle` costs, without HTTP. */
import assert from 'node:assert/strict';
import type { HttpRequest } from '@oauth/core';
import { apiAuthorization, form, introspectionBody, tokenRequestBody } from './clients.js';
import { empty, formRequest, issueToken, makeOurs } from './servers/ours.js';
import { median } from './statistics.js';

const [rounds = 21] = process.argv.slice(2).map(Number);
const warmUpRounds = 5;
const calls = 20_000;
const ours = makeOurs();

/** Processor time, which other processes on the machine disturb less than the clock's. */
async function microsecondsPerCall(request: HttpRequest): Promise<number> {
  const start = process.cpuUsage();
  for (let call = 0; call < calls; call += 1) await ours.server.handle(request);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / calls;
}

async function report(name: string, expected: RegExp, makeRequest: () => Promise<HttpRequest>) {
  const times: number[] = [];
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    await empty(ours);
    const request = await makeRequest();
    const time = await microsecondsPerCall(request);
    if (round >= warmUpRounds) times.push(time);
    const { status, body } = await ours.server.handle(request);
    assert.equal(status, 200);
    assert.match(body, expected);
  }
  process.stdout.write(`COST ${median(times).toFixed(2)} ${name}\n`);
}

await report('token issued', /"access_token":"[\w-]{43,}"/, async () =>
  formRequest('/token', form, tokenRequestBody),
);
await report('token introspected', /"active":true/, async () => {
  const body = introspectionBody(await issueToken(ours));
  return formRequest('/introspect', { ...form, Authorization: apiAuthorization }, body);
});
