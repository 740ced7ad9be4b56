import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Hooks } from '../index.js';
import {
  clientEndpoint,
  collectTokenClaims,
  decideAuthorization,
  defineGrant,
  definePlugin,
  json,
  validateDirectAuthorization,
} from '../plugin.js';
import {
  app,
  authorizeUrl,
  responseTypes,
  serveAuthorization,
  usual,
} from '../testing-support/authorization.js';
import { post, request } from '../testing-support/requests.js';
import { storeTicket, ticketForm, ticketGrantType } from '../testing-support/tickets.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const page = read('../../../../docs/lifecycle.md');

/** The hooks that the numbered list below a heading names, in order. */
function listedHooks(heading: string): string[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [text = ''] = section.split('\n## ');
  const list = text.replace(/```mermaid[\s\S]*?```/g, '');
  return Array.from(list.matchAll(/[Hh]ook\s+`(\w+)`/g), ([, name = '']) => name);
}

const endpoints = definePlugin({
  name: 'endpoints',
  endpoints: {
    device_authorization_endpoint: clientEndpoint({
      path: '/device',
      clients: 'any',
      async handle(form, server) {
        const asked = await validateDirectAuthorization(server, form);
        await decideAuthorization(server, asked, { deny: true });
        return json(200, {});
      },
    }),
    introspection_endpoint: {
      path: '/introspect',
      methods: ['GET'],
      async handle(_, server) {
        const source = { clientId: 'app', subject: 'alice', details: undefined };
        return json(200, { ...(await collectTokenClaims(server, source)) });
      },
    },
  },
});

const tickets = defineGrant({
  name: 'tickets',
  grants: {
    [ticketGrantType]: {
      clients: 'any',
      async handle({ parameters, findRecord }) {
        await findRecord(parameters.required('ticket'), 'ticket');
        return { scope: ['read'] };
      },
    },
  },
});

/** A server that notes which hooks ran. */
function serveTraced() {
  const trace: string[] = [];
  const note = (name: string) => () => {
    trace.push(name);
    return undefined;
  };
  const names = Object.keys(serveAuthorization().server.context.hooks);
  const hooks: Hooks = Object.fromEntries(names.map((name) => [name, note(name)]));
  const served = serveAuthorization({
    plugins: [responseTypes, tickets, endpoints, definePlugin({ name: 'tracing', hooks })],
    clients: [{ ...app, grant_types: [...app.grant_types, ticketGrantType] }],
  });
  return { ...served, trace, names };
}

describe('docs/lifecycle.md', () => {
  it.each([
    ['The token endpoint', 'token'],
    ['The authorization endpoint', 'authorize'],
    ['An authorization without a browser', 'device'],
    ['Introspection and resource servers', 'introspect'],
  ])('lists the hooks of "%s" in the order in which they run', async (heading, sent) => {
    const served = serveTraced();
    const { text } = await storeTicket(served, { clientId: 'app' });
    const client_id = 'app';
    const requests = new Map([
      ['token', post('/token', ticketForm(text, { client_id }))],
      ['authorize', request('GET', authorizeUrl({ ...usual, response_type: 'token' }))],
      ['device', post('/device', { client_id })],
      ['introspect', request('GET', '/introspect')],
    ]);
    const http = requests.get(sent) ?? request('GET', '/');
    expect((await served.send(http)).status).toBeLessThan(400);
    expect(listedHooks(heading)).toEqual(served.trace);
  });

  it('names every hook that a plugin can have', () => {
    for (const name of serveTraced().names) expect(page).toContain(`\`${name}\``);
  });

  it.each(['client', 'http', 'token', 'authorization'])(
    'names every reason code of core/%s at its place',
    (room) => {
      const codes = read(`../${room}/reasons.ts`).matchAll(/^ {2}'([\w.{}]+)': \{/gm);
      const missing = Array.from(codes, ([, code = '']) => code).filter(
        (code) => !page.includes(`\`${code}\``),
      );
      expect(missing).toEqual([]);
    },
  );

  it('names every type of event that core emits', () => {
    const types = read('../contract/events.ts').matchAll(/^ {2}'([\w.]+)': unknown;/gm);
    const missing = Array.from(types, ([, type = '']) => type).filter(
      (type) => !page.includes(`\`${type}\``),
    );
    expect(missing).toEqual([]);
  });
});
