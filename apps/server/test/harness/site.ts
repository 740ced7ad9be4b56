import type { Store } from '@oauth/core';
import type { DocumentHost } from '@oauth/core/plugin';
import { fakeClock, recordEvents, type FakeClock, type RecordedEvents } from '@oauth/testing';
import type { ClientConfig, Config } from '../../src/config/config.js';
import { checkSchema } from '../../src/config/schema.js';
import { loadTheme, type Theme } from '../../src/pages/theme.js';
import { createApp, type App, type AppOptions } from '../../src/server/app.js';
import { configUsers } from '../../src/users/config-users.js';
import { hashPassword } from '../../src/users/password-hash.js';
import type { Users } from '../../src/users/users.js';
import { TestBrowser } from './browser.js';
import { createStoreUrl, openStoreUrl } from './fresh-store.js';

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

/** An app in this process with a fake clock, its store and its events. */
export interface Site {
  readonly app: App;
  readonly config: Config;
  readonly clock: FakeClock;
  readonly events: RecordedEvents;
  readonly store: Store;
  /** What documents at the site's issuer are stored with. */
  readonly host: DocumentHost;
  /** A browser without cookies, on the network `address`. */
  browser(address?: string): TestBrowser;
  /** The same site, with each commit to its store recorded as JSON. */
  withRecordedWrites(): Site & { readonly writes: readonly string[] };
  /** The same store and users behind a changed configuration, as after a restart. */
  restart(changes: Partial<Config>, store?: Store): Site;
}

/** The password of every user. Its hash is cheap to verify, so that tests are fast. */
export const rightPassword = 'correct horse';
const passwordHash = hashPassword(rightPassword, { ln: 4, r: 8, p: 1 });
const testTheme = loadTheme({ brand: 'Test' }, '.');

/** The configuration of sites, without users. */
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

/** The kind of the sites' stores: vitest.config.ts runs the tests with several. */
const siteStore = process.env['SITE_STORE'] === 'sqlite' ? 'sqlite' : 'memory';

/** Creates a site with the standard configuration and some changes. */
export async function createSite(changes: object = {}, storeUrl?: string): Promise<Site> {
  const hash = await passwordHash;
  const userConfigs = [
    { username: 'ada', name: 'Ada Lovelace', subject: 'user-1', password_hash: hash },
    { username: 'grace', name: 'Grace Hopper', subject: 'user-2', password_hash: hash },
  ];
  const result = checkSchema({ ...standardConfig, users: userConfigs, ...changes });
  if (!('config' in result)) throw new TypeError(JSON.stringify(result.faults));
  const { config } = result;
  const clock = fakeClock();
  const { store } = await openStoreUrl(storeUrl ?? (await createStoreUrl[siteStore]()), {
    clock: clock.nowMs,
  });
  const users = await configUsers(config.users);
  const { theme } = await testTheme;
  return buildSite(config, { store, users, theme }, clock, recordEvents());
}

interface SiteParts {
  readonly store: Store;
  readonly users: Users;
  readonly theme: Theme;
}

function buildSite(
  config: Config,
  parts: SiteParts,
  clock: FakeClock,
  events: RecordedEvents,
): Site {
  const options: AppOptions = { ...parts, onEvent: events.onEvent, clock: clock.nowMs };
  const app = createApp(config, options);
  const restart: Site['restart'] = (changes, store = parts.store) =>
    buildSite({ ...config, ...changes }, { ...parts, store }, clock, events);
  return {
    app,
    config,
    clock,
    events,
    store: parts.store,
    host: {
      issuer: config.issuer,
      store: parts.store,
      now: () => Math.floor(clock.nowMs() / 1000),
    },
    browser: (address = '192.0.2.1') => new TestBrowser(app, config.issuer, address),
    restart,
    withRecordedWrites() {
      const writes: string[] = [];
      const { store } = parts;
      const recording: Store = {
        ...store,
        commit(changes) {
          writes.push(JSON.stringify(changes));
          return store.commit(changes);
        },
      };
      return { ...restart({}, recording), writes };
    },
  };
}
