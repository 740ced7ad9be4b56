import { expect } from 'vitest';
import type { RawResponse } from './connection.js';

/** Asserts that a response is a JSON error of status 4xx that no cache keeps, without a stack. */
export function expectErrorResponse(response: RawResponse, status?: number, error?: string): void {
  expectUncachedJson(response);
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.status).toBeLessThan(500);
  if (status !== undefined) expect(response.status).toBe(status);
  const text: unknown = expect.any(String);
  expect(JSON.parse(response.body)).toMatchObject({ error: error ?? text });
}

/** Asserts that a response is JSON with a Content-Length that no cache keeps, without a stack. */
export function expectUncachedJson({ headers, body }: RawResponse): void {
  expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('content-length')).toMatch(/^\d+$/);
  expect(body).not.toMatch(/node_modules|\.js:|\.ts:|at /);
}
