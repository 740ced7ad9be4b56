import { fakeClock, recordEvents, type FakeClock, type RecordedEvents } from '@oauth/testing';
import type { ClientConfig, Config } from '../../src/config/config.js';
import { checkSchema } from '../../src/config/schema.js';
import { loadLook, type Look } from '../../src/pages/look.js';
import { createApp, type App, type AppParts } from '../../src/server/app.js';
import { openStores, type Stores } from '../../src/server/stores.js';
import { digestPassword } from '../../src/users/password.js';
import { configUsers, type Users } from '../../src/users/users.js';
import { TestBrowser } from './browser.js';

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
  readonly stores: Stores;
  /** A browser without cookies, at an address of its own. */
  browser(address?: string): TestBrowser;
  /** The same users, sessions and tokens behind another configuration, as after a restart. */
  restart(changes: Partial<Config>, stores?: Partial<Stores>): Site;
}

/** The password of every user; digesting it is made cheap. */
export const rightPassword = 'correct horse';
const passwordDigest = digestPassword(rightPassword, { ln: 4, r: 8, p: 1 });
const look = loadLook({ brand: 'Test' }, '.');

const standard = {
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

/** Makes a site of the standard configuration and what is to differ. */
export async function makeSite(changes: object = {}): Promise<Site> {
  const digest = await passwordDigest;
  const users = [
    { username: 'ada', name: 'Ada Lovelace', subject: 'user-1', password_digest: digest },
    { username: 'grace', name: 'Grace Hopper', subject: 'user-2', password_digest: digest },
  ];
  const checked = checkSchema({ ...standard, users, ...changes });
  if (!('config' in checked)) throw new TypeError(JSON.stringify(checked.faults));
  const { config } = checked;
  const parts = {
    stores: openStores('memory:'),
    users: await configUsers(config.users),
    look: (await look).look,
  };
  return site(config, parts, fakeClock(), recordEvents());
}

interface Kept {
  readonly stores: Stores;
  readonly users: Users;
  readonly look: Look;
}

function site(config: Config, kept: Kept, clock: FakeClock, events: RecordedEvents): Site {
  const parts: AppParts = { ...kept, onEvent: events.onEvent, now: clock.now };
  const app = createApp(config, parts);
  return {
    app,
    config,
    clock,
    events,
    stores: kept.stores,
    browser: (address = '192.0.2.1') => new TestBrowser(app, config.issuer, address),
    restart: (changes, stores) =>
      site(
        { ...config, ...changes },
        { ...kept, stores: { ...kept.stores, ...stores } },
        clock,
        events,
      ),
  };
}
