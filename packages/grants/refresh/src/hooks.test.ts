import { describe, expect, it } from 'vitest';
import { refreshServer } from '../test/refresh-server.js';

describe('a hook that makes an issuance of its own', () => {
  const hooks = { beforeIssue: () => ({ subject: 'alice', scope: ['read'], refreshable: true }) };

  it('decides what is issued, not what is spent for it', async () => {
    const { begin, use, chains, clock } = refreshServer({}, undefined, hooks);
    const token = (await begin()).body['refresh_token'];
    const first = await use(token);
    expect(first.body['scope']).toBe('read');
    expect((await use(token)).body).toEqual(first.body);
    expect(await chains()).toHaveLength(1);
    clock.advance(11);
    expect((await use(token)).body['error']).toBe('invalid_grant');
    expect(await chains()).toEqual([]);
  });

  it('does not put off the end of the grant', async () => {
    const lifetimes = { idleLifetime: 60, absoluteLifetime: 100 };
    const { begin, use, clock } = refreshServer(lifetimes, undefined, hooks);
    let token = (await begin()).body['refresh_token'];
    clock.advance(50);
    token = (await use(token)).body['refresh_token'];
    clock.advance(50);
    expect((await use(token)).body['error']).toBe('invalid_grant');
  });

  it('adds no second chain where tokens are kept', async () => {
    const { begin, use, chains } = refreshServer({ rotate: false }, undefined, hooks);
    const token = (await begin()).body['refresh_token'];
    expect((await use(token)).body).not.toHaveProperty('refresh_token');
    expect((await use(token)).status).toBe(200);
    expect(await chains()).toHaveLength(1);
  });

  it('cannot refresh what was revoked meanwhile', async () => {
    let meanwhile = async (): Promise<unknown> => undefined;
    const { begin, use, store, live } = refreshServer({ rotate: false }, undefined, {
      beforeIssue: async () => {
        await meanwhile();
        return { subject: 'alice', scope: ['read'], refreshable: true };
      },
    });
    const token = (await begin()).body['refresh_token'];
    meanwhile = async () => store.revoke({ subject: 'alice' });
    const { status, body } = await use(token);
    expect([status, body['error']]).toEqual([400, 'invalid_grant']);
    expect(await live(token)).toEqual([false]);
  });
});
