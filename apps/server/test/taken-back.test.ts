import { describe, expect, it } from 'vitest';
import type { Change, Store } from '@oauth/core';
import { sharedHost } from '../src/documents/shared-host.js';
import { hashPassword } from '../src/users/password-hash.js';
import { storedUsers, type StoredUsers } from '../src/users/stored-users.js';
import { postAsClient, openConsentPage, redeemCode } from './harness/authorization.js';
import { createSite, rightPassword, type Site } from './harness/site.js';

const username = 'joan';
const approve = { decision: 'approve' };
const refusedResponse = { status: 400, body: { error: 'invalid_grant' } };

/** What the commands of the same names do. */
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

function hasKind(changes: readonly Change[], kind: string): boolean {
  return changes.some((change) => 'record' in change && change.record.kind === kind);
}

/** The site with commits of codes delayed until `arrive` is called. */
function delayCodes(site: Site): { readonly slow: Site; readonly arrive: () => Promise<void> } {
  const delayed: (readonly Change[])[] = [];
  const store: Store = {
    ...site.store,
    commit(changes) {
      if (!hasKind(changes, 'authorization_code')) return site.store.commit(changes);
      delayed.push(changes);
      return { committed: true };
    },
  };
  const arrive = async (): Promise<void> => {
    expect(delayed).toHaveLength(1);
    for (const changes of delayed) await site.store.commit(changes);
  };
  return { slow: site.restart({}, store), arrive };
}

/** The site with `interrupt` called before each commit that connects an app. */
function interruptConsent(site: Site, interrupt: () => Promise<void>): Site {
  const store: Store = {
    ...site.store,
    async commit(changes) {
      if (hasKind(changes, 'document:app-server.consents@')) await interrupt();
      return site.store.commit(changes);
    },
  };
  return site.restart({}, store);
}

/** Creates a site with a user in the store. */
async function createSiteWithUser(
  changes: object = {},
): Promise<{ site: Site; users: StoredUsers }> {
  const site = await createSite(changes);
  const users = storedUsers(sharedHost(site.host));
  const passwordHash = await hashPassword(rightPassword, { ln: 4, r: 8, p: 1 });
  await users.add({ username, name: 'Joan Clarke', passwordHash });
  return { site, users };
}

describe.each(['disable', 'remove'] as const)('the command user %s', (command) => {
  it('ends a code that reached the store only afterwards, for good', async () => {
    const { site, users } = await createSiteWithUser();
    const { slow, arrive } = delayCodes(site);
    const browser = slow.browser();
    const response = await browser.submit(await openConsentPage(browser, {}, username), approve);
    await commands[command](users, site);
    await arrive();
    expect(await redeemCode(site.app, response)).toMatchObject(refusedResponse);
    expect(site.events.of('request.refused')).toMatchObject([{ reason: 'grant.ended' }]);
    expect(site.events.of('grant.revoked')).toMatchObject([{ reason: 'grant.ended' }]);
    await users.change(username, { disabled: false });
    expect(await redeemCode(site.app, response)).toMatchObject(refusedResponse);
  });

  it('gives no token to a client whose password grant was under way', async () => {
    const client = {
      client_id: 'legacy',
      client_secret: 'legacy-secret',
      grant_types: ['password'],
      scope: 'notes.read',
    };
    const { site, users } = await createSiteWithUser({ clients: [client] });
    const { app } = interruptConsent(site, () => commands[command](users, site));
    const form = { grant_type: 'password', username, password: rightPassword };
    expect(await postAsClient(app, '/token', 'legacy:legacy-secret', form)).toMatchObject(
      refusedResponse,
    );
  });

  it('gives no token to an implicit client whose consent was under way', async () => {
    const client = {
      client_id: 'page',
      token_endpoint_auth_method: 'none',
      grant_types: ['implicit'],
      response_types: ['token'],
      redirect_uris: ['https://page.example/'],
      scope: 'notes.read',
    };
    const { site, users } = await createSiteWithUser({ clients: [client] });
    const browser = interruptConsent(site, () => commands[command](users, site)).browser();
    const request = {
      response_type: 'token',
      client_id: 'page',
      redirect_uri: 'https://page.example/',
      scope: 'notes.read',
      code_challenge: '',
      code_challenge_method: '',
    };
    const page = await openConsentPage(browser, request, username);
    const { location } = await browser.submit(page, approve);
    expect(location).toContain('https://page.example/#error=access_denied');
  });
});

describe('removing a connected app', () => {
  it('ends a code that reached the store only afterwards', async () => {
    const site = await createSite();
    const { slow, arrive } = delayCodes(site);
    const browser = slow.browser();
    const response = await browser.submit(await openConsentPage(browser), approve);
    await browser.submit(await browser.get('/connected-apps'), {});
    await arrive();
    expect(await redeemCode(site.app, response)).toMatchObject(refusedResponse);
  });

  it('ends a code that is redeemed before the removal has finished', async () => {
    const site = await createSite();
    const { slow, arrive } = delayCodes(site);
    const browser = slow.browser();
    const response = await browser.submit(await openConsentPage(browser), approve);
    const redeemed: unknown[] = [];
    const removing: Store = {
      ...site.store,
      async revoke(target) {
        const count = await site.store.revoke(target);
        if (!('subject' in target)) return count;
        await arrive();
        redeemed.push(await redeemCode(site.app, response));
        return count;
      },
    };
    const elsewhere = browser.switchTo(slow.restart({}, removing).app);
    await elsewhere.submit(await elsewhere.get('/connected-apps'), {});
    expect(redeemed).toMatchObject([refusedResponse]);
  });
});
