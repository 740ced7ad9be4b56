import { expect } from 'vitest';
import type { Answer } from './connection.js';

/** Asserts that an answer is a JSON refusal that no cache keeps and that tells no secret. */
export function expectRefusal(answer: Answer, status?: number, error?: string): void {
  expectJson(answer);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  if (status !== undefined) expect(answer.status).toBe(status);
  const text: unknown = expect.any(String);
  expect(JSON.parse(answer.body)).toMatchObject({ error: error ?? text });
}

/** Asserts that an answer is JSON of a stated length that no cache keeps, without a stack in it. */
export function expectJson({ headers, body }: Answer): void {
  expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('content-length')).toMatch(/^\d+$/);
  expect(body).not.toMatch(/node_modules|\.js:|\.ts:|at /);
}
