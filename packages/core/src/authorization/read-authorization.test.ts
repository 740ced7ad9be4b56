import { describe, expect, it } from 'vitest';
import { type Authorize, OAuthError } from '../index.js';
import {
  clientEndpoint,
  createGrantId,
  createToken,
  definePlugin,
  findToken,
  json,
} from '../plugin.js';
import {
  app,
  callback,
  redirectOf,
  responseTypes,
  serveAuthorization,
} from '../testing-support/authorization.js';
import { mapStore } from '../testing-support/map-store.js';
import { slowStore } from '../testing-support/racing-store.js';
import { post, textOf } from '../testing-support/requests.js';
import { start } from '../testing-support/serve.js';

const kind = 'pushed';

/** A third party's pushed requests (RFC 9126), which leave it to core to see what is spent. */
const pushed = definePlugin({
  name: 'pushed',
  endpoints: {
    pushed_authorization_request_endpoint: clientEndpoint({
      path: '/par',
      clients: 'any',
      async handle({ client, parameters, now }, server) {
        const grantId = createGrantId(server);
        const { token, id } = await createToken(server, grantId);
        const query = new URLSearchParams();
        for (const name of parameters.names()) query.set(name, parameters.required(name));
        const data = { scope: '', issuedAt: now, query: query.toString() };
        const { client_id: clientId } = client;
        const record = { id, version: 0, kind, grantId, clientId, expiresAt: now + 60, data };
        await server.store.commit([{ type: 'insert', record }]);
        return json(201, { request_uri: token });
      },
    }),
  },
  hooks: {
    async readAuthorization(request, server) {
      const reference = request.parameters.get('request_uri');
      if (reference === undefined) return undefined;
      const record = await findToken(server, reference, { kind });
      if (record === undefined)
        throw new OAuthError('invalid_request_uri', { reason: 'request_uri.unknown' });
      const { query = '' } = record.data;
      const parameters = server.parseParameters(typeof query === 'string' ? query : '');
      return { ...request, parameters, consumes: record };
    },
  },
});

const usual = { client_id: 'app', response_type: 'code', redirect_uri: callback, state: 'pushed' };
const approveAll: Authorize = () => ({ approve: { subject: 'alice' } });
const other = { ...app, client_id: 'other' };

function servePushed(authorize: Authorize = approveAll, isSlow = false) {
  const store = mapStore();
  const served = serveAuthorization({
    plugins: [responseTypes, pushed],
    clients: [app, other],
    store: isSlow ? slowStore(store) : store,
    authorize,
  });
  const push = async (form = {}) =>
    textOf(await served.send(post('/par', { ...usual, ...form })), 'request_uri');
  /** Nothing but the reference, as RFC 9126 section 4 has it. */
  const nothing = { response_type: undefined, redirect_uri: undefined };
  const open = (request_uri: string, query = {}) =>
    served.authorize({ ...nothing, request_uri, ...query });
  return { ...served, store, push, open };
}

describe('parameters that stand for others', () => {
  it('are replaced: what the browser adds to the reference counts for nothing', async () => {
    const { push, open, store } = servePushed();
    const reference = await push({ scope: 'read' });
    const response = await open(reference, { scope: 'write', state: 'browser' });
    expect(redirectOf(response)).toMatchObject({ to: callback, query: { state: 'pushed' } });
    const codes = [...store.records.values()].filter((one) => one.kind === 'authorization_code');
    expect(codes).toMatchObject([{ data: { scope: 'read' } }]);
  });

  it('leave url as it was sent, so that a page comes back to the reference', async () => {
    const urls: string[] = [];
    const { push, open } = servePushed(({ url }) => {
      urls.push(url);
      return { show: { status: 200, headers: {}, body: 'sign in' } };
    });
    const reference = await push({ scope: 'read' });
    await open(reference);
    const { searchParams } = new URL(urls[0] ?? '');
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: 'app',
      request_uri: reference,
    });
  });

  it('of another client are refused on a page, and nothing is spent', async () => {
    const { push, open, store, events } = servePushed();
    const reference = await push({ client_id: 'other' });
    const before = [...store.records.values()];
    const response = await open(reference);
    expect(response.status).toBe(400);
    expect(response.headers).not.toHaveProperty('Location');
    expect(events).toMatchObject([{ type: 'request.refused', reason: 'client.two_ids' }]);
    expect([...store.records.values()]).toEqual(before);
  });

  it('are refused on a page when the plugin cannot find them', async () => {
    const { open, events } = servePushed();
    expect((await open('x'.repeat(59))).status).toBe(400);
    expect(events).toMatchObject([{ reason: 'request_uri.unknown' }]);
  });

  it('are validated as if they had been sent, and faults go to their redirect URI', async () => {
    const { push, open } = servePushed();
    const wrong = await open(await push({ scope: 'admin' }));
    expect(redirectOf(wrong)).toMatchObject({ query: { error: 'invalid_scope', state: 'pushed' } });
    const evil = await open(await push({ redirect_uri: 'https://evil.example' }));
    expect(evil.status).toBe(400);
  });

  it('can be replaced again by a later plugin, which sees the first replacement', async () => {
    const seen: unknown[] = [];
    const second = definePlugin({
      name: 'second',
      hooks: {
        readAuthorization(request, server) {
          seen.push(request.parameters.get('scope'));
          const text = new URLSearchParams({ ...usual, scope: 'write' }).toString();
          return { ...request, parameters: server.parseParameters(text) };
        },
      },
    });
    const served = serveAuthorization({ plugins: [responseTypes, pushed, second] });
    const reference = textOf(
      await served.send(post('/par', { ...usual, scope: 'read' })),
      'request_uri',
    );
    await served.authorize({ request_uri: reference });
    expect(seen).toEqual(['read']);
    const records = [...served.store.records.values()];
    expect(records.find((one) => one.kind === 'authorization_code')?.data.scope).toBe('write');
    // What the first plugin consumes is spent all the same.
    expect(records.find((one) => one.kind === kind)?.data.spentAt).toBe(start);
  });
});

describe('a record that carried the parameters', () => {
  it("is spent by the approval's commit, and the code joins its grant", async () => {
    const { push, open, store, events } = servePushed();
    await open(await push());
    const [record, code] = store.records.values();
    expect(record).toMatchObject({ kind, version: 1, data: { spentAt: start } });
    expect(code).toMatchObject({ kind: 'authorization_code', grantId: record?.grantId });
    expect(events).toMatchObject([{ type: 'authorization.granted', grantId: record?.grantId }]);
  });

  it.each<[string, Authorize]>([
    ['a page is shown', () => ({ show: { status: 200, headers: {}, body: '' } })],
    ['the user denies', () => ({ deny: true })],
    [
      'the app fails',
      () => {
        throw new Error('database');
      },
    ],
  ])('stays usable when %s', async (_, authorize) => {
    const { push, open, store } = servePushed(authorize);
    await open(await push());
    expect([...store.records.values()]).toMatchObject([{ kind, version: 0 }]);
  });

  it('gives one code when five approvals come at once', async () => {
    const { push, open, store } = servePushed(approveAll, true);
    const reference = await push();
    const responses = await Promise.all(Array.from({ length: 5 }, () => open(reference)));
    const outcomes = responses.map((response) => redirectOf(response).query['error'] ?? 'code');
    expect(outcomes.sort()).toEqual(['code', ...Array<string>(4).fill('temporarily_unavailable')]);
    expect(store.records.size).toBe(2);
  });

  it('gives one code when it is opened again later', async () => {
    const { push, open, store, events } = servePushed();
    const reference = await push();
    expect(redirectOf(await open(reference)).query).toHaveProperty('code');
    expect((await open(reference)).status).toBe(400);
    expect(events.at(-1)).toMatchObject({ type: 'request.refused', reason: 'request.spent' });
    expect(store.records.size).toBe(2);
  });

  it('asks no user about a request that was approved already', async () => {
    let asked = 0;
    const { push, open } = servePushed(() => {
      asked += 1;
      return { approve: { subject: 'alice' } };
    });
    const reference = await push();
    await open(reference);
    await open(reference);
    expect(asked).toBe(1);
  });
});

describe('a record that the approval continues', () => {
  const served = () => {
    const store = mapStore();
    const grantId = 'g'.repeat(16);
    const [first, second] = ['first', 'second'].map((name) => ({
      id: grantId + name,
      version: 0,
      kind: 'grant',
      grantId,
      clientId: 'app',
      expiresAt: start + 60,
      data: { scope: 'read', issuedAt: start },
    }));
    if (first) store.records.set(first.id, first);
    const joining = definePlugin({
      name: 'joining',
      hooks: {
        readAuthorization: (request) => ({
          ...request,
          continues: request.parameters.get('grant') === 'gone' ? second : first,
        }),
      },
    });
    return {
      ...serveAuthorization({ plugins: [responseTypes, joining], store }),
      store,
      grantId,
      first,
    };
  };

  it('gives its grant to the code, and stays unspent', async () => {
    const { authorize, store, grantId, first } = served();
    expect(redirectOf(await authorize()).query).toHaveProperty('code');
    const records = [...store.records.values()];
    expect(records).toEqual([first, expect.objectContaining({ grantId })]);
  });

  it('gives no code once it is gone', async () => {
    const { authorize, store } = served();
    expect(redirectOf(await authorize({ grant: 'gone' })).query).toMatchObject({
      error: 'temporarily_unavailable',
    });
    expect(store.records.size).toBe(1);
  });
});
