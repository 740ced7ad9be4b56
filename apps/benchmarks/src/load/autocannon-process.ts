/** Entry of the autocannon process: its one argument is the target as JSON. */
import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';
import { isJsonTarget } from './target.js';

const target: unknown = JSON.parse(process.argv[2] ?? 'null');
if (!isJsonTarget(target)) throw new TypeError('the argument is not a target');
const { url, headers, bodiesFile, singleUse, seconds, connections } = target;
const bodies = readFileSync(bodiesFile, 'utf8').trimEnd().split('\n');
let at = 0;
const next = (): string => bodies[at++ % bodies.length] ?? '';

const result = await autocannon({
  url,
  connections,
  duration: seconds,
  method: 'POST',
  headers,
  ...(singleUse
    ? { requests: [{ setupRequest: (request) => ({ ...request, body: next() }) }] }
    : { body: next() }),
});
const errors = result.non2xx + result.errors + result.timeouts;
const microseconds = Math.round(result.duration * 1e6);
process.stdout.write(`RESULT ${result['2xx'] + result.non2xx} ${microseconds} ${errors}\n`);
