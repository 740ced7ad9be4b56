import type { Store } from '@oauth/core';
import { fakeClock, recordEvents, type FakeClock, type RecordedEvents } from '@oauth/testing';
import type { ClientConfig, Config } from '../../src/config/config.js';
import { checkSchema } from '../../src/config/schema.js';
import { loadLook, type Look } from '../../src/pages/look.js';
import { createApp, type App, type AppParts } from '../../src/server/app.js';
import { configUsers } from '../../src/users/config-users.js';
import { digestPassword } from '../../src/users/password.js';
import type { Users } from '../../src/users/users.js';
import { TestBrowser } from './browser.js';
import { freshUrl, openUrl } from './fresh-store.js';

const web: ClientConfig = {
  client_id: 'web',
  client_secret: 'web-secret',
  client_name: 'Notebook',
  client_uri: 'https://notebook.example/',
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: ['https://notebook.example/cb', 'https://notebook.example/other'],
  scope: 'notes.read notes.write',
};

const native: ClientConfig = {
  client_id: 'native',
  client_name: 'Desktop',
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: ['http://127.0.0.1/cb', 'com.example.notes:/cb'],
  scope: 'notes.read notes.write',
};

const api: ClientConfig = {
  client_id: 'api',
  client_secret: 'api-secret',
  grant_types: [],
  introspects: 'any',
};

/** An app in this process, with a clock that stands still, and what it keeps and says. */
export interface Site {
  readonly app: App;
  readonly config: Config;
  readonly clock: FakeClock;
  readonly events: RecordedEvents;
  readonly store: Store;
  /** A browser without cookies, at an address of its own. */
  browser(address?: string): TestBrowser;
  /** The same with a store that tells what is written into it: each commit as JSON. */
  watched(): Site & { readonly written: readonly string[] };
  /** The same users, sessions and tokens behind another configuration, as after a restart. */
  restart(changes: Partial<Config>, store?: Store): Site;
}

/** The password of every user; digesting it is made cheap. */
export const rightPassword = 'correct horse';
const passwordDigest = digestPassword(rightPassword, { ln: 4, r: 8, p: 1 });
const look = loadLook({ brand: 'Test' }, '.');

/** What sites are configured to, but for users. */
export const standardConfig = {
  issuer: 'https://auth.example',
  plugins: {
    'grant-authorization-code': true,
    'grant-refresh': true,
    'grant-implicit': true,
    'grant-password': true,
    'endpoint-introspect': true,
  },
  scopes: { 'notes.read': 'Read your notes', 'notes.write': 'Change your notes' },
  clients: [web, native, api],
};

/** The store that sites have: vitest.config.ts runs their tests with several. */
const ownStore = process.env['SITE_STORE'] === 'sqlite' ? 'sqlite' : 'memory';

/** Makes a site of the standard configuration and what is to differ. */
export async function makeSite(changes: object = {}, storeUrl?: string): Promise<Site> {
  const digest = await passwordDigest;
  const users = [
    { username: 'ada', name: 'Ada Lovelace', subject: 'user-1', password_digest: digest },
    { username: 'grace', name: 'Grace Hopper', subject: 'user-2', password_digest: digest },
  ];
  const checked = checkSchema({ ...standardConfig, users, ...changes });
  if (!('config' in checked)) throw new TypeError(JSON.stringify(checked.faults));
  const { config } = checked;
  const clock = fakeClock();
  const { store } = await openUrl(storeUrl ?? (await freshUrl[ownStore]()), { clock: clock.nowMs });
  const kept = { store, users: await configUsers(config.users), look: (await look).look };
  return site(config, kept, clock, recordEvents());
}

interface Kept {
  readonly store: Store;
  readonly users: Users;
  readonly look: Look;
}

function site(config: Config, kept: Kept, clock: FakeClock, events: RecordedEvents): Site {
  const parts: AppParts = { ...kept, onEvent: events.onEvent, clock: clock.nowMs };
  const app = createApp(config, parts);
  const restart: Site['restart'] = (changes, store = kept.store) =>
    site({ ...config, ...changes }, { ...kept, store }, clock, events);
  return {
    app,
    config,
    clock,
    events,
    store: kept.store,
    browser: (address = '192.0.2.1') => new TestBrowser(app, config.issuer, address),
    restart,
    watched() {
      const written: string[] = [];
      const { store } = kept;
      const telling: Store = {
        ...store,
        commit(changes) {
          written.push(JSON.stringify(changes));
          return store.commit(changes);
        },
      };
      return { ...restart({}, telling), written };
    },
  };
}
