import { describe, expect, it } from 'vitest';
import type { Change, Store } from '@oauth/core';
import { digestPassword } from '../src/users/password.js';
import { storedUsers, type StoredUsers } from '../src/users/stored-users.js';
import { call, consentPage, redeem } from './harness/authorization.js';
import { makeSite, rightPassword, type Site } from './harness/site.js';

const username = 'joan';
const approve = { decision: 'approve' };
const refused = { status: 400, body: { error: 'invalid_grant' } };

/** What the commands do. */
const commands = {
  async disable(users: StoredUsers, { store }: Site) {
    const user = await users.change(username, { disabled: true });
    await store.revoke({ subject: user?.subject ?? '' });
  },
  async remove(users: StoredUsers, { store }: Site) {
    const user = await users.remove(username);
    await store.revoke({ subject: user?.subject ?? '' });
  },
} as const;

function holds(changes: readonly Change[], kind: string): boolean {
  return changes.some((change) => 'record' in change && change.record.kind === kind);
}

/** The site while codes are on their way to the store, and what lets them arrive. */
function slowly(site: Site): { readonly slow: Site; readonly arrive: () => Promise<void> } {
  const late: (readonly Change[])[] = [];
  const store: Store = {
    ...site.store,
    commit(changes) {
      if (!holds(changes, 'authorization_code')) return site.store.commit(changes);
      late.push(changes);
      return { committed: true };
    },
  };
  const arrive = async (): Promise<void> => {
    expect(late).toHaveLength(1);
    for (const changes of late) await site.store.commit(changes);
  };
  return { slow: site.restart({}, store), arrive };
}

/** The site, where something happens while it notes that the user lets a client in. */
function meanwhile(site: Site, happen: () => Promise<void>): Site {
  const store: Store = {
    ...site.store,
    async commit(changes) {
      if (holds(changes, 'connections')) await happen();
      return site.store.commit(changes);
    },
  };
  return site.restart({}, store);
}

/** A site with a user in the store. */
async function siteWithUser(changes: object = {}): Promise<{ site: Site; users: StoredUsers }> {
  const site = await makeSite(changes);
  const now = (): number => Math.floor(site.clock.nowMs() / 1000);
  const users = storedUsers({ store: site.store, now });
  const passwordDigest = await digestPassword(rightPassword, { ln: 4, r: 8, p: 1 });
  await users.add({ username, name: 'Joan Clarke', passwordDigest });
  return { site, users };
}

describe.each(['disable', 'remove'] as const)('user %s', (command) => {
  it('ends a code that was on its way to the store, for good', async () => {
    const { site, users } = await siteWithUser();
    const { slow, arrive } = slowly(site);
    const browser = slow.browser();
    const answer = await browser.submit(await consentPage(browser, {}, username), approve);
    await commands[command](users, site);
    await arrive();
    expect(await redeem(site.app, answer)).toMatchObject(refused);
    expect(site.events.of('request.refused')).toMatchObject([{ reason: 'grant.ended' }]);
    expect(site.events.of('grant.revoked')).toMatchObject([{ reason: 'grant.ended' }]);
    await users.change(username, { disabled: false });
    expect(await redeem(site.app, answer)).toMatchObject(refused);
  });

  it('leaves nothing to a client whose password is being checked', async () => {
    const client = {
      client_id: 'legacy',
      client_secret: 'legacy-secret',
      grant_types: ['password'],
      scope: 'notes.read',
    };
    const { site, users } = await siteWithUser({ clients: [client] });
    const { app } = meanwhile(site, () => commands[command](users, site));
    const form = { grant_type: 'password', username, password: rightPassword };
    expect(await call(app, '/token', 'legacy:legacy-secret', form)).toMatchObject(refused);
  });

  it('leaves nothing to a page that is being let in', async () => {
    const client = {
      client_id: 'page',
      token_endpoint_auth_method: 'none',
      grant_types: ['implicit'],
      response_types: ['token'],
      redirect_uris: ['https://page.example/'],
      scope: 'notes.read',
    };
    const { site, users } = await siteWithUser({ clients: [client] });
    const browser = meanwhile(site, () => commands[command](users, site)).browser();
    const request = {
      response_type: 'token',
      client_id: 'page',
      redirect_uri: 'https://page.example/',
      scope: 'notes.read',
      code_challenge: '',
      code_challenge_method: '',
    };
    const page = await consentPage(browser, request, username);
    const { location } = await browser.submit(page, approve);
    expect(location).toContain('https://page.example/#error=access_denied');
  });
});

describe('removing an app', () => {
  it('ends a code that was on its way to the store', async () => {
    const site = await makeSite();
    const { slow, arrive } = slowly(site);
    const browser = slow.browser();
    const answer = await browser.submit(await consentPage(browser), approve);
    await browser.submit(await browser.get('/connected-apps'), {});
    await arrive();
    expect(await redeem(site.app, answer)).toMatchObject(refused);
  });

  it('ends a code that comes and is redeemed before the app has left the list', async () => {
    const site = await makeSite();
    const { slow, arrive } = slowly(site);
    const browser = slow.browser();
    const answer = await browser.submit(await consentPage(browser), approve);
    const redeemed: unknown[] = [];
    const removing: Store = {
      ...site.store,
      async revoke(target) {
        const count = await site.store.revoke(target);
        if (!('subject' in target)) return count;
        await arrive();
        redeemed.push(await redeem(site.app, answer));
        return count;
      },
    };
    const elsewhere = browser.to(slow.restart({}, removing).app);
    await elsewhere.submit(await elsewhere.get('/connected-apps'), {});
    expect(redeemed).toMatchObject([refused]);
  });
});
