import type { Answer } from './scenario.js';

/** Posts one form and reads its JSON answer. */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', headers, body });
  const json: unknown = await response.json();
  return {
    status: response.status,
    headers: response.headers,
    body: Object.fromEntries(Object.entries(typeof json === 'object' ? (json ?? {}) : {})),
  };
}
