import type { Answer, Scenario } from './scenario.js';

/** Sends one request of a scenario and reads the JSON answer. */
export async function send(
  origin: string,
  { method, path, headers }: Pick<Scenario, 'method' | 'path' | 'headers'>,
  prepared: string,
): Promise<Answer> {
  const init =
    method === 'POST'
      ? { headers, body: prepared }
      : { headers: { ...headers, Authorization: `Bearer ${prepared}` } };
  const response = await fetch(origin + path, { method, ...init });
  const json: unknown = await response.json();
  return {
    status: response.status,
    headers: response.headers,
    body: Object.fromEntries(Object.entries(typeof json === 'object' ? (json ?? {}) : {})),
  };
}
