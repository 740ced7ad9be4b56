import { expect, it } from 'vitest';
import type { OAuthEvent } from '@oauth/core';
import { createLog } from './log.js';

const refusedEvent: OAuthEvent = {
  type: 'request.refused',
  timestampMs: Date.UTC(2030, 0, 2, 3, 4, 5),
  endpoint: 'token_endpoint',
  clientId: 'service',
  reason: 'client.wrong_method',
  hint: 'Use HTTP Basic.',
  error: 'invalid_client',
};

function formatLine(format: 'auto' | 'json' | 'pretty' | 'off', event: OAuthEvent, isTTY = false) {
  const lines: string[] = [];
  createLog(format, { isTTY, write: (text) => lines.push(text) }, false).event(event);
  return lines.join('');
}

it('writes an event as one line of JSON with its reason and hint', () => {
  expect(JSON.parse(formatLine('json', refusedEvent))).toEqual({
    time: '2030-01-02T03:04:05.000Z',
    level: 'warn',
    event: 'request.refused',
    reason: 'client.wrong_method',
    clientId: 'service',
    endpoint: 'token_endpoint',
    error: 'invalid_client',
    hint: 'Use HTTP Basic.',
  });
});

it('writes columns for people on a terminal, and JSON elsewhere', () => {
  expect(formatLine('auto', refusedEvent, true)).toBe(
    '03:04:05  warn   request.refused  client.wrong_method  clientId=service  endpoint=token_endpoint  error=invalid_client\n          → Use HTTP Basic.\n',
  );
  expect(formatLine('auto', refusedEvent)).toBe(formatLine('json', refusedEvent));
  expect(formatLine('off', refusedEvent, true)).toBe('');
});

it('keeps a client_id from forging log lines and from filling the disk', () => {
  const clientId = `a\u001b[31m\u009b31m\u2028\u202e\u{e0001}\nfake line ${'x'.repeat(100_000)}`;
  for (const format of ['json', 'pretty'] as const) {
    const text = formatLine(format, { type: 'request.refused', timestampMs: 0, clientId });
    expect(text.split('\n')).toHaveLength(2);
    expect(text.trimEnd()).toMatch(/^[ -~…]+$/);
    expect(text.length).toBeLessThan(1000);
  }
  const parsed: unknown = JSON.parse(formatLine('json', { ...refusedEvent, clientId }));
  expect(parsed).toMatchObject({ clientId: `${clientId.slice(0, 300)}…` });
});

it('keeps an error that quotes a request from controlling the terminal', () => {
  const cause = new Error('no such key: \u001b[2J\u009b2J');
  const text = formatLine('pretty', { ...refusedEvent, type: 'request.failed', cause });
  expect(text).toContain(String.raw`no such key: \u001b[2J\u009b2J`);
  expect(text).toMatch(/^[ -~\n→]+$/);
});

it('keeps an error that quotes a request from filling the disk', () => {
  const cause = new Error(`cannot read ${'x'.repeat(100_000)}`);
  for (const format of ['json', 'pretty'] as const)
    expect(formatLine(format, { ...refusedEvent, cause }).length).toBeLessThan(5000);
});

it('writes the cause of a failure without the query parameters that drivers attach', () => {
  const cause = Object.assign(new Error('the disk is full'), { parameters: ['hunter2'] });
  const text = formatLine('json', { ...refusedEvent, type: 'request.failed', cause });
  expect(JSON.parse(text)).toMatchObject({
    level: 'error',
    cause: { name: 'Error', message: 'the disk is full' },
  });
  expect(text).not.toContain('hunter2');
});
