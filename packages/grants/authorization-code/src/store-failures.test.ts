import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { memoryStore } from '@oauth/store-memory';
import { failingStore } from '@oauth/testing';
import { codeServer, type CodeServer } from '../test/code-server.js';

/** A server whose store is empty and can be made to fail. */
function failingServer() {
  const memory = memoryStore();
  const { store, ...control } = failingStore(memory);
  return { ...codeServer({}, { store }), ...control, memory };
}

const beforeAndAfterItsWork = [{ done: false }, { done: true }];

it('a redemption makes two calls to the store', async () => {
  const { requestCode, redeemCode, failAt, countCalls } = failingServer();
  const code = await requestCode();
  failAt(undefined);
  await redeemCode(code);
  expect(countCalls()).toBe(2);
});

// #311 #314
describe.each(beforeAndAfterItsWork)('when the store fails, its work done: $done', ({ done }) => {
  it.each([1, 2])('at call %d of a redemption, nothing is issued twice', async (call) => {
    const { requestCode, redeemCode, failAt, memory, events, clock } = failingServer();
    const code = await requestCode();
    failAt({ call, afterWork: done });
    const first = await redeemCode(code);
    expect(first).toMatchObject({ status: 500, body: { error: 'server_error' } });
    expect(inspect(first)).not.toContain('postgres');
    expect(events.of('request.failed')[0]?.cause).toMatchObject({ message: /postgres/ });

    const spent = call === 2 && done;
    const second = await redeemCode(code);
    expect(second.status).toBe(spent ? 400 : 200);
    expect((await redeemCode(code)).body['error']).toBe('invalid_grant');
    // The code, one access token, one refresh token.
    expect(memory.size).toBe(3);

    clock.advance(11);
    expect((await redeemCode(code)).body['error']).toBe('invalid_grant');
    expect(memory.size).toBe(0);
  });

  it('while a wrong verifier spends the code, the code gives no tokens if it is spent', async () => {
    const { requestCode, redeemCode, failAt, areLive } = failingServer();
    const code = await requestCode();
    failAt({ call: 2, afterWork: done });
    expect((await redeemCode(code, { code_verifier: 'b'.repeat(43) })).status).toBe(500);
    const { status, body } = await redeemCode(code);
    // A store that failed before its work has not spent the code: the right verifier gets tokens.
    expect(status).toBe(done ? 400 : 200);
    expect(await areLive(body['access_token'])).toEqual([!done]);
  });

  it('while reuse ends the grant, the next reuse ends it', async () => {
    const {
      requestCode,
      redeemCode,
      failAt,
      memory,
      clock,
    }: CodeServer & ReturnType<typeof failingServer> = failingServer();
    const code = await requestCode();
    await redeemCode(code);
    clock.advance(11);
    failAt({ call: 2, afterWork: done });
    expect((await redeemCode(code)).status).toBe(500);
    expect((await redeemCode(code)).body['error']).toBe('invalid_grant');
    expect(memory.size).toBe(0);
  });

  it('while a code is stored, the client gets server_error and no code', async () => {
    const { authorize, failAt } = failingServer();
    failAt({ call: 1, afterWork: done });
    const response = await authorize({ state: 's' });
    expect(response).toEqual({ error: 'server_error', state: 's', iss: 'https://auth.example' });
  });
});
