import { describe, expect, it } from 'vitest';
import { refreshServer } from '../test/refresh-server.js';

describe('a beforeIssue hook that returns an issuance of its own', () => {
  const hooks = { beforeIssue: () => ({ subject: 'alice', scope: ['read'], refreshable: true }) };

  it('decides what is issued, but not what is spent', async () => {
    const { startGrant, requestRefresh, findUsableRefreshTokens, clock } = refreshServer(
      {},
      undefined,
      hooks,
    );
    const token = (await startGrant()).body['refresh_token'];
    const first = await requestRefresh(token);
    expect(first.body['scope']).toBe('read');
    expect((await requestRefresh(token)).body).toEqual(first.body);
    expect(await findUsableRefreshTokens()).toHaveLength(1);
    clock.advance(11);
    expect((await requestRefresh(token)).body['error']).toBe('invalid_grant');
    expect(await findUsableRefreshTokens()).toEqual([]);
  });

  it('does not extend the absolute lifetime of the grant', async () => {
    const lifetimes = { idleLifetime: 60, absoluteLifetime: 100 };
    const { startGrant, requestRefresh, clock } = refreshServer(lifetimes, undefined, hooks);
    let token = (await startGrant()).body['refresh_token'];
    clock.advance(50);
    token = (await requestRefresh(token)).body['refresh_token'];
    clock.advance(50);
    expect((await requestRefresh(token)).body['error']).toBe('invalid_grant');
  });

  it('adds no second refresh token without rotation', async () => {
    const { startGrant, requestRefresh, findUsableRefreshTokens } = refreshServer(
      { rotate: false },
      undefined,
      hooks,
    );
    const token = (await startGrant()).body['refresh_token'];
    expect((await requestRefresh(token)).body).not.toHaveProperty('refresh_token');
    expect((await requestRefresh(token)).status).toBe(200);
    expect(await findUsableRefreshTokens()).toHaveLength(1);
  });

  it('cannot issue tokens of a grant that was revoked meanwhile', async () => {
    let meanwhile = async (): Promise<unknown> => undefined;
    const { startGrant, requestRefresh, store, areLive } = refreshServer(
      { rotate: false },
      undefined,
      {
        beforeIssue: async () => {
          await meanwhile();
          return { subject: 'alice', scope: ['read'], refreshable: true };
        },
      },
    );
    const token = (await startGrant()).body['refresh_token'];
    meanwhile = async () => store.revoke({ subject: 'alice' });
    const { status, body } = await requestRefresh(token);
    expect([status, body['error']]).toEqual([400, 'invalid_grant']);
    expect(await areLive(token)).toEqual([false]);
  });
});
