import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { memoryStore } from '@oauth/store-memory';
import { failingStore } from '@oauth/testing';
import { codeServer, type CodeServer } from '../test/code-server.js';

/** A server whose store can be made to fail, and holds nothing yet. */
function faulty() {
  const memory = memoryStore();
  const { store, ...control } = failingStore(memory);
  return { ...codeServer({}, { store }), ...control, memory };
}

const both = [{ done: false }, { done: true }];

it('a redemption calls the store twice', async () => {
  const { code, redeem, arm, calls } = faulty();
  const one = await code();
  arm(undefined);
  await redeem(one);
  expect(calls()).toBe(2);
});

// #311 #314
describe.each(both)('the store fails, its work done: $done', ({ done }) => {
  it.each([1, 2])('at call %d of a redemption: nothing is issued twice', async (call) => {
    const { code, redeem, arm, memory, events, clock } = faulty();
    const one = await code();
    arm({ call, done });
    const failed = await redeem(one);
    expect(failed).toMatchObject({ status: 500, body: { error: 'server_error' } });
    expect(inspect(failed)).not.toContain('postgres');
    expect(events.of('request.failed')[0]?.cause).toMatchObject({ message: /postgres/ });

    const spent = call === 2 && done;
    const again = await redeem(one);
    expect(again.status).toBe(spent ? 400 : 200);
    expect((await redeem(one)).body['error']).toBe('invalid_grant');
    // The code, one access token, one refresh token.
    expect(memory.size).toBe(3);

    clock.advance(11);
    expect((await redeem(one)).body['error']).toBe('invalid_grant');
    expect(memory.size).toBe(0);
  });

  it('when a wrong verifier spends the code: it never gives tokens', async () => {
    const { code, redeem, arm, live } = faulty();
    const one = await code();
    arm({ call: 2, done });
    expect((await redeem(one, { code_verifier: 'b'.repeat(43) })).status).toBe(500);
    const { status, body } = await redeem(one);
    // It was not spent, if the store says so; then the right verifier still counts.
    expect(status).toBe(done ? 400 : 200);
    expect(await live(body['access_token'])).toEqual([!done]);
  });

  it('when a replay revokes: the next one does', async () => {
    const { code, redeem, arm, memory, clock }: CodeServer & ReturnType<typeof faulty> = faulty();
    const one = await code();
    await redeem(one);
    clock.advance(11);
    arm({ call: 2, done });
    expect((await redeem(one)).status).toBe(500);
    expect((await redeem(one)).body['error']).toBe('invalid_grant');
    expect(memory.size).toBe(0);
  });

  it('when the code is stored: server_error goes back, and no code', async () => {
    const { authorize, arm } = faulty();
    arm({ call: 1, done });
    const answer = await authorize({ state: 's' });
    expect(answer).toEqual({ error: 'server_error', state: 's', iss: 'https://auth.example' });
  });
});
