import { expect, it } from 'vitest';
import { recordEvents } from './record-events.js';

it('returns events in order, all or of one type, until it is cleared', () => {
  const events = recordEvents();
  const { all, onEvent } = events;
  onEvent({ type: 'token.issued', timestampMs: 1, clientId: 'a' });
  onEvent({ type: 'request.refused', timestampMs: 2, reason: 'client.unknown' });
  onEvent({ type: 'token.issued', timestampMs: 3, clientId: 'b' });
  expect(all.map((event) => event.timestampMs)).toEqual([1, 2, 3]);
  expect(events.of('token.issued').map((event) => event.clientId)).toEqual(['a', 'b']);
  events.clear();
  expect(all).toEqual([]);
});
