import type { BenchServer } from '../scenario.js';

/** Bare node:http that answers without looking: the most any server on it can reach. */
export function hello(
  answer: Readonly<Record<string, unknown>>,
  bodies: readonly string[],
): BenchServer {
  const body = JSON.stringify(answer);
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  return {
    listener(_request, response) {
      response.writeHead(200, headers);
      response.end(body);
    },
    prepare: async () => bodies,
  };
}
