import { describe, expect, it } from 'vitest';
import { OAuthError } from '../contract/errors.js';
import type { Decision } from '../contract/grant.js';
import type { TokenRequest } from '../contract/requests.js';
import type { Store, StoredRecord } from '../contract/store.js';
import { mapStore } from '../testing-support/map-store.js';
import { bodyOf, textOf } from '../testing-support/requests.js';
import { serve, type Served, start } from '../testing-support/serve.js';
import { defineGrant } from './define-grant.js';

const form = 'grant_type=client_credentials';
const grantId = 'g'.repeat(16);

/** A single-use record, as an authorization code is. */
const ticket: StoredRecord = {
  id: `${grantId}ticket`,
  version: 0,
  kind: 'ticket',
  grantId,
  clientId: 'web',
  subject: 'alice',
  expiresAt: start + 600,
  data: { scope: 'read', issuedAt: start },
};

/** A server whose one grant decides as told, with a ticket in its store. */
function deciding(
  handle: (request: TokenRequest, ticket: StoredRecord) => Decision,
  change: (store: Store) => Partial<Store> = () => ({}),
): Served & { readonly stored: () => StoredRecord | undefined } {
  const store = mapStore();
  store.records.set(ticket.id, ticket);
  const stored = () => store.records.get(ticket.id);
  const plugin = defineGrant({
    name: 'deciding',
    grants: {
      client_credentials: { handle: (request) => handle(request, stored() ?? ticket) },
    },
  });
  const served = serve({ plugins: [plugin], store: { ...store, ...change(store) } });
  return { ...served, store, stored };
}

const invalidGrant = new OAuthError('invalid_grant', { reason: 'ticket.wrong' });

describe('consumes', () => {
  it('spends the record in the commit that stores the tokens, in its grant', async () => {
    const { token, store, stored } = deciding((_, consumes) => ({
      scope: ['read'],
      subject: 'alice',
      consumes,
    }));
    const response = await token(form);
    expect(response.status).toBe(200);
    expect(textOf(response, 'access_token').startsWith(grantId)).toBe(true);
    expect(stored()).toMatchObject({ version: 1, data: { spentAt: start } });
    const tokens = [...store.records.values()].filter(({ kind }) => kind === 'access_token');
    expect(tokens).toMatchObject([{ grantId, subject: 'alice', clientId: 'web' }]);
  });

  it('lets exactly one of 50 parallel requests through', async () => {
    const { server, token, store } = deciding((_, consumes) => {
      if (consumes.data.spentAt !== undefined) throw invalidGrant;
      return { scope: ['read'], consumes };
    });
    expect(server.grantTypes).toEqual(['client_credentials']);
    const responses = await Promise.all(Array.from({ length: 50 }, () => token(form)));
    const statuses = responses.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array<number>(49).fill(400)]);
    expect(store.records.size).toBe(2);
  });
});

describe('continues', () => {
  it('builds on a record without spending it', async () => {
    const { token, stored } = deciding((_, continues) => ({ scope: ['read'], continues }));
    const response = await token(form);
    expect(textOf(response, 'access_token').startsWith(grantId)).toBe(true);
    expect(stored()).toEqual(ticket);
  });

  it('issues nothing when the record is gone by then', async () => {
    const { token, store } = deciding((_, continues) => {
      store.records.clear();
      return { scope: ['read'], continues };
    });
    expect((await token(form)).status).toBe(503);
    expect(store.records.size).toBe(0);
  });
});

describe('a lost commit', () => {
  /** Loses the first `times` commits, as if other requests had been faster. */
  const losing =
    (times: number, lost: string[] = []) =>
    (store: Store): Partial<Store> => ({
      commit: (changes) => {
        if (lost.length >= times) return store.commit(changes);
        lost.push('lost');
        return { committed: false, lost: ticket.id };
      },
    });

  it.each([1, 2])('%i times makes the grant decide again', async (times) => {
    let decided = 0;
    const { token, events } = deciding((_, consumes) => {
      decided += 1;
      return { scope: ['read'], consumes };
    }, losing(times));
    expect((await token(form)).status).toBe(200);
    expect(decided).toBe(times + 1);
    expect(events.map(({ type }) => type)).toEqual(['token.issued']);
  });

  it('three times in a row gives no token and a 503', async () => {
    let decided = 0;
    const { token, events, store } = deciding((_, consumes) => {
      decided += 1;
      return { scope: ['read'], consumes };
    }, losing(3));
    const response = await token(form);
    expect(response.status).toBe(503);
    expect(bodyOf(response)).toMatchObject({ error: 'temporarily_unavailable' });
    expect(decided).toBe(3);
    expect(events).toMatchObject([{ type: 'request.failed', reason: 'store.contended' }]);
    expect(store.records.size).toBe(1);
  });

  it('lets the grant see what has changed', async () => {
    const { token } = deciding(
      (_, consumes) => {
        if (consumes.data.spentAt !== undefined) throw invalidGrant;
        return { scope: ['read'], consumes };
      },
      (store) => ({
        commit: async (changes) => {
          await store.commit(changes);
          return { committed: false, lost: ticket.id };
        },
      }),
    );
    expect(bodyOf(await token(form))).toMatchObject({ error: 'invalid_grant' });
  });

  it('of a refusal makes the grant decide again too', async () => {
    let decided = 0;
    const { token, stored } = deciding((_, consumes) => {
      decided += 1;
      return { refuse: invalidGrant, consumes };
    }, losing(1));
    expect(bodyOf(await token(form))).toMatchObject({ error: 'invalid_grant' });
    expect(decided).toBe(2);
    expect(stored()?.data.spentAt).toBe(start);
  });
});

describe('a refusal', () => {
  it('can spend a record although nothing is issued', async () => {
    const { token, stored, store } = deciding((_, consumes) => ({
      refuse: invalidGrant,
      consumes,
    }));
    expect(bodyOf(await token(form))).toMatchObject({ error: 'invalid_grant' });
    expect(stored()).toMatchObject({ version: 1, data: { spentAt: start } });
    expect(store.records.size).toBe(1);
  });

  it('can revoke the grant, and tells the operator', async () => {
    const { token, store, events } = deciding(() => ({ refuse: invalidGrant, revokes: grantId }));
    expect(bodyOf(await token(form))).toMatchObject({ error: 'invalid_grant' });
    expect(store.records.size).toBe(0);
    expect(events).toMatchObject([
      { type: 'grant.revoked', grantId, clientId: 'web', reason: 'ticket.wrong' },
      { type: 'request.refused', reason: 'ticket.wrong' },
    ]);
  });

  it('is a server_error when the store cannot revoke', async () => {
    const { token, store, events } = deciding(
      () => ({ refuse: invalidGrant, revokes: grantId }),
      () => ({ revoke: () => Promise.reject(new Error('down')) }),
    );
    expect(bodyOf(await token(form))).toMatchObject({ error: 'server_error' });
    expect(store.records.size).toBe(1);
    expect(events.map(({ type }) => type)).toEqual(['request.failed']);
  });
});

it('a direct response sends what was sent before, and stores nothing', async () => {
  const response = { access_token: 'the same', expires_in: 60 };
  const { token, store, events } = deciding((_, record) => ({
    respond: response,
    event: 'token.retried',
    record,
  }));
  expect(bodyOf(await token(form))).toEqual(response);
  expect(store.records.size).toBe(1);
  expect(events).toMatchObject([{ type: 'token.retried', clientId: 'web', grantId }]);
});

it('a spent record may remember the response', async () => {
  const { token, stored } = deciding((_, consumes) => ({
    scope: ['read'],
    consumes,
    rememberResponse: async (body) => `remembered ${Object.keys(body).join(' ')}`,
  }));
  await token(form);
  expect(stored()?.data).toMatchObject({
    rememberedResponse: 'remembered access_token token_type expires_in scope',
  });
});
