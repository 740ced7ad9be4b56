import { expect, it } from 'vitest';
import { recordEvents } from './record-events.js';

it('keeps events in order, by type, until it is cleared', () => {
  const events = recordEvents();
  const { all, onEvent } = events;
  onEvent({ type: 'token.issued', at: 1, clientId: 'a' });
  onEvent({ type: 'request.refused', at: 2, reason: 'client.unknown' });
  onEvent({ type: 'token.issued', at: 3, clientId: 'b' });
  expect(all.map((event) => event.at)).toEqual([1, 2, 3]);
  expect(events.of('token.issued').map((event) => event.clientId)).toEqual(['a', 'b']);
  events.clear();
  expect(all).toEqual([]);
});
