/** Entry of the autocannon process: its one argument is the target as JSON. */
import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';
import { isJsonTarget } from './target.js';

const target: unknown = JSON.parse(process.argv[2] ?? 'null');
if (!isJsonTarget(target)) throw new TypeError('the argument is not a target');
const { url, method, headers, preparedFile, singleUse, seconds, connections } = target;
const prepared = readFileSync(preparedFile, 'utf8').trimEnd().split('\n');
let at = 0;
const next = () => {
  const text = prepared[at++ % prepared.length] ?? '';
  return method === 'POST'
    ? { headers, body: text }
    : { headers: { ...headers, Authorization: `Bearer ${text}` } };
};

const result = await autocannon({
  url,
  connections,
  duration: seconds,
  method,
  ...(singleUse
    ? { requests: [{ setupRequest: (request) => ({ ...request, ...next() }) }] }
    : next()),
});
const errors = result.non2xx + result.errors + result.timeouts;
const microseconds = Math.round(result.duration * 1e6);
process.stdout.write(`RESULT ${result['2xx'] + result.non2xx} ${microseconds} ${errors}\n`);
