import { describe, expect, it } from 'vitest';
import type { Hooks } from '../contract/hooks.js';
import { definePlugin } from '../lib/define-plugin.js';
import { basic, bodyOf, textOf } from '../testing-support/requests.js';
import { issuer, clients, plain, serve, start } from '../testing-support/serve.js';
import { defineGrant } from './define-grant.js';
import { findToken } from './find-token.js';

const form = 'grant_type=client_credentials';

describe('hooks', () => {
  const hooking = (name: string, hooks: Hooks) => definePlugin({ name, hooks });

  it('run in plugin order, one after the other', async () => {
    const order: string[] = [];
    const tracing = (name: string) =>
      hooking(name, {
        onTokenRequest: async () => {
          await Promise.resolve();
          order.push(`${name} onTokenRequest`);
        },
        beforeIssue: (issuance) => {
          order.push(`${name} beforeIssue`);
          return issuance;
        },
        beforeTokenResponse: (body) => {
          order.push(`${name} beforeTokenResponse`);
          return body;
        },
      });
    await serve({ plugins: [tracing('a'), plain, tracing('b')] }).token(form);
    expect(order).toEqual(
      ['onTokenRequest', 'beforeIssue', 'beforeTokenResponse'].flatMap((step) => [
        `a ${step}`,
        `b ${step}`,
      ]),
    );
  });

  it('get the server, as grants do', async () => {
    const issuers: string[] = [];
    const grant = defineGrant({
      name: 'grant',
      grants: {
        client_credentials: {
          handle(_, server) {
            issuers.push(server.issuer);
            return { scope: [] };
          },
        },
      },
    });
    const asking = hooking('asking', {
      onTokenRequest: (_, server) => {
        issuers.push(server.issuer);
      },
      beforeIssue: (issuance, _, server) => ({ ...issuance, details: { iss: server.issuer } }),
      beforeTokenResponse: (body, _, __, server) => ({ ...body, iss: server.issuer }),
    });
    const { token, store } = serve({ plugins: [grant, asking] });
    expect(bodyOf(await token(form))).toMatchObject({ iss: issuer });
    expect([...store.records.values()]).toMatchObject([{ data: { details: { iss: issuer } } }]);
    expect(issuers).toEqual([issuer, issuer]);
  });

  it('onTokenRequest can refuse before the grant decides', async () => {
    let decided = false;
    const refusing = hooking('refusing', {
      onTokenRequest: () => {
        throw new TypeError('no tokens today');
      },
    });
    const grant = defineGrant({
      name: 'grant',
      grants: {
        client_credentials: {
          handle: () => {
            decided = true;
            return { scope: [] };
          },
        },
      },
    });
    expect((await serve({ plugins: [grant, refusing] }).token(form)).status).toBe(500);
    expect(decided).toBe(false);
  });

  it('may return what is no Promise and has a then that gives nothing back', async () => {
    const waiting = hooking('waiting', {
      onTokenRequest: () =>
        Object.assign(Promise.resolve(undefined), {
          // Else Promise.resolve would hand it back as one of its own.
          constructor: Object,
          then(resolve: (value: undefined) => void) {
            queueMicrotask(() => resolve(undefined));
          },
        }),
    });
    expect((await serve({ plugins: [plain, waiting] }).token(form)).status).toBe(200);
  });

  it('cannot change the scope that other requests of the client share', async () => {
    const greedy = hooking('greedy', {
      beforeIssue(issuance) {
        const own = [...issuance.scope];
        Array.prototype.push.call(issuance.scope, 'admin');
        return { ...issuance, scope: own };
      },
    });
    const { token, store } = serve({ plugins: [plain, greedy] });
    expect(bodyOf(await token(form))).toEqual({ error: 'server_error' });
    expect(bodyOf(await token(`${form}&scope=read`))).toMatchObject({ scope: 'read' });
    expect(bodyOf(await token(`${form}&scope=admin`))).toMatchObject({ error: 'invalid_scope' });
    expect([...store.records.values()]).toMatchObject([{ data: { scope: 'read' } }]);
  });

  it('beforeIssue changes what is stored and sent, each on top of the one before', async () => {
    const narrowing = hooking('narrowing', {
      beforeIssue: (issuance) => ({
        ...issuance,
        scope: ['read'],
        audience: ['https://one.example'],
      }),
    });
    const adding = hooking('adding', {
      beforeIssue: async (issuance, { client }) => ({
        ...issuance,
        audience: [...(issuance.audience ?? []), client.client_id],
      }),
    });
    const { token, store } = serve({ plugins: [plain, narrowing, adding] });
    expect(bodyOf(await token(form))).toMatchObject({ scope: 'read' });
    const [record] = store.records.values();
    expect(record?.data).toMatchObject({ scope: 'read', audience: ['https://one.example', 'web'] });
  });

  it('beforeTokenResponse sees the body and changes what is sent', async () => {
    const signing = hooking('signing', {
      beforeTokenResponse: async (body, issuance) => ({
        ...body,
        id_token: `${Object.keys(body).length} ${issuance.scope.join('+')}`,
      }),
    });
    const { token } = serve({ plugins: [plain, signing] });
    expect(bodyOf(await token(form))).toMatchObject({ id_token: '4 read+write' });
  });

  it('that throw leave nothing in the store', async () => {
    for (const step of ['onTokenRequest', 'beforeIssue', 'beforeTokenResponse'] as const) {
      const failing = hooking('failing', {
        [step]: () => {
          throw new Error('hook');
        },
      });
      const { token, store, events } = serve({ plugins: [plain, failing] });
      expect((await token(form)).status).toBe(500);
      expect(store.records.size).toBe(0);
      expect(events).toMatchObject([{ type: 'request.failed', cause: new Error('hook') }]);
    }
  });
});

describe('a token format of a plugin', () => {
  const format = definePlugin({
    name: 'format',
    accessTokenFormat: {
      create: ({ grantId, issuance, request, expiresAt }, { issuer }) => ({
        token: [issuer, request.client.client_id, issuance.scope.join('+'), expiresAt, grantId]
          .join('~')
          .replace('://', '.'),
        id: `${grantId}formatted`,
      }),
      resolveRecordId: (text) => (text.includes('~') ? `${text.slice(-16)}formatted` : undefined),
    },
  });

  // [I9]
  it('makes the tokens and finds them again', async () => {
    const { token, server } = serve({ plugins: [plain, format] });
    const text = textOf(await token(form), 'access_token');
    expect(text).toMatch(/^https\.auth\.example~web~read\+write~\d+~.{16}$/);
    const { context } = server;
    expect(await findToken(context, text)).toMatchObject({ clientId: 'web' });
    expect(await findToken(context, text, { kind: 'access_token' })).toMatchObject({
      clientId: 'web',
    });
    expect(await findToken(context, text, { kind: 'refresh_token' })).toBeUndefined();
    expect(await findToken(context, `${text}x`)).toBeUndefined();
  });

  // [I14]
  it('leaves opaque tokens findable', async () => {
    const allowed = defineGrant({
      name: 'allowed',
      grants: { client_credentials: { handle: () => ({ scope: [], refreshable: true }) } },
      refreshTokens: () => ({ expiresAt: start + 9, data: {} }),
    });
    const { token, server } = serve({ plugins: [allowed, format], clients });
    const refresh = textOf(await token(form, basic('web', 'web-secret')), 'refresh_token');
    expect(await findToken(server.context, refresh)).toMatchObject({ kind: 'refresh_token' });
  });
});
