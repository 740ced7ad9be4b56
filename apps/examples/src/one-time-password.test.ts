import { describe, expect, it } from 'vitest';
import { createServer, type Store } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { fakeClock, recordEvents, slowStore, testClient } from '@oauth/testing';
import { createOneTimePassword, oneTimePassword } from './one-time-password.js';

const grant_type = 'urn:example:grant-type:one-time-password';

async function serve(wrap = (store: Store) => store) {
  const clock = fakeClock();
  const events = recordEvents();
  const client = { token_endpoint_auth_method: 'none', grant_types: [grant_type], scope: 'read' };
  const server = createServer({
    issuer: 'https://auth.example',
    clients: [
      { ...client, client_id: 'app' },
      { ...client, client_id: 'other' },
    ],
    store: wrap(memoryStore({ clock: clock.nowMs })),
    clock: clock.nowMs,
    onEvent: events.onEvent,
    plugins: [oneTimePassword()],
  });
  const request = { clientId: 'app', subject: 'alice', scope: 'read' };
  const { ticket, password } = await createOneTimePassword(server, request);
  const guess = (text: string, client_id = 'app') =>
    testClient(server, { client_id }).token({ grant_type, ticket, password: text });
  const wrong = password === '000000' ? '111111' : '000000';
  return { clock, events, password, wrong, guess };
}

describe('a one-time password', () => {
  it('gives tokens once', async () => {
    const { guess, password } = await serve();
    expect(password).toMatch(/^\d{6}$/);
    expect(await guess(password)).toMatchObject({ status: 200, body: { scope: 'read' } });
    expect((await guess(password)).body['error']).toBe('invalid_grant');
  });

  it('still works after four wrong guesses', async () => {
    const { guess, password, wrong, events } = await serve();
    for (let count = 0; count < 4; count += 1) expect((await guess(wrong)).status).toBe(400);
    expect((await guess(password)).status).toBe(200);
    expect(events.of('request.refused').map(({ reason }) => reason)).toEqual(
      Array<string>(4).fill('one_time_password.wrong'),
    );
  });

  it('cannot be guessed: the fifth wrong guess spends it, in parallel too', async () => {
    const { guess, password, wrong, events } = await serve((store) => slowStore(store, 1));
    for (let round = 0; round < 4; round += 1)
      await Promise.all(Array.from({ length: 12 }, () => guess(wrong)));
    const reasons = events.of('request.refused').map(({ reason }) => reason);
    const count = (name: string) =>
      reasons.filter((reason) => reason === `one_time_password.${name}`).length;
    expect([count('wrong'), count('too_many_guesses')]).toEqual([4, 1]);
    expect((await guess(password)).status).toBe(400);
  });

  it('is of no use to other clients, and after five minutes', async () => {
    const { guess, password, clock } = await serve();
    expect((await guess(password, 'other')).body['error']).toBe('invalid_grant');
    clock.advance(300);
    expect((await guess(password)).body['error']).toBe('invalid_grant');
  });
});
