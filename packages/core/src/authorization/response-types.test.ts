import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../contract/errors.js';
import { definePlugin } from '../lib/define-plugin.js';
import { app, redirectOf, serveAuthorization } from '../testing-support/authorization.js';
import { issuer } from '../testing-support/serve.js';
import { defineResponseType } from './define-response-type.js';

describe('response_type', () => {
  // [M6]
  it('is required, and its absence is told to the client', async () => {
    const { authorize, events } = serveAuthorization();
    const { query } = redirectOf(await authorize({ response_type: undefined, state: 's' }));
    expect(query).toMatchObject({ error: 'invalid_request', state: 's', iss: issuer });
    expect(events[0]?.reason).toBe('response_type.missing');
  });

  // [C1] [E5] [M8] #4
  it.each([
    'bogus',
    'xcodex',
    'Code',
    'code bogus',
    'code code',
    'code  token',
    ' code',
    '__proto__',
    'constructor',
    'toString',
  ])('%j is not supported', async (response_type) => {
    const { authorize, store, events } = serveAuthorization();
    const response = await authorize({ response_type, state: 's' });
    expect(redirectOf(response).query).toMatchObject({
      error: 'unsupported_response_type',
      state: 's',
      iss: issuer,
    });
    expect(events[0]?.hint).toContain('code');
    expect(store.records.size).toBe(0);
  });

  // #5
  it.each([
    ['for its response types', { response_types: ['token'] }],
    ['for any but the default', { response_types: undefined }, 'token'],
    ['for its grant', { grant_types: ['implicit'] }],
    ['for the implicit grant', { grant_types: ['authorization_code'] }, 'token'],
    ['for both together', { response_types: ['code', 'token'] }, 'code token'],
  ])('a client that is not registered %s', async (_, registration, response_type = 'code') => {
    const { authorize, store, events } = serveAuthorization({
      clients: [{ ...app, ...registration }],
    });
    const { query, fragment } = redirectOf(await authorize({ response_type }));
    expect({ ...query, ...fragment }).toMatchObject({ error: 'unauthorized_client', iss: issuer });
    expect(events[0]?.reason).toBe('client.response_type_not_allowed');
    expect(store.records.size).toBe(0);
  });

  // #5
  it('a client that says nothing may use the code', async () => {
    const clients = [{ ...app, response_types: undefined, grant_types: undefined }];
    const { authorize } = serveAuthorization({ clients });
    expect(redirectOf(await authorize()).query).toHaveProperty('code');
  });

  // #59
  it('is a set: its order means nothing (RFC 6749 section 3.1.1)', async () => {
    for (const registered of ['code token', 'token code']) {
      const clients = [{ ...app, response_types: [registered] }];
      const { authorize, store } = serveAuthorization({ clients });
      for (const response_type of ['code token', 'token code']) {
        const { fragment } = redirectOf(await authorize({ response_type }));
        expect(Object.keys(fragment)).toEqual(
          expect.arrayContaining(['code', 'access_token', 'token_type', 'expires_in', 'iss']),
        );
      }
      const kinds = [...store.records.values()].map(({ kind }) => kind);
      expect(kinds.sort()).toEqual([
        'access_token',
        'access_token',
        'authorization_code',
        'authorization_code',
      ]);
    }
  });

  // [C1] [H8]
  it('belongs to the server that registered it', async () => {
    const extra = defineResponseType({
      name: 'extra',
      responseTypes: { extra: { responseMode: 'query', decide: () => ({}) } },
    });
    const clients = [{ ...app, grant_types: ['implicit'], response_types: ['extra', 'none'] }];
    const { authorize } = serveAuthorization({ plugins: [extra], clients });
    const { query } = redirectOf(await authorize({ response_type: 'extra' }));
    expect(query).toEqual({ iss: issuer });
    const other = redirectOf(await serveAuthorization().authorize({ response_type: 'extra' }));
    expect(other.query['error']).toBe('unsupported_response_type');
  });

  it('without an authorization endpoint is a fault of the configuration', () => {
    const homeless = definePlugin({
      name: 'homeless',
      responseTypes: { x: { responseMode: 'query', decide: () => ({}) } },
    });
    expect(() => serveAuthorization({ plugins: [homeless], clients: [] })).toThrow(
      ConfigurationError,
    );
  });
});

// [E19]
describe('response type none', () => {
  const none = { response_type: 'none' };

  it('tells that the user agreed, and nothing more', async () => {
    const { authorize, store, events } = serveAuthorization();
    const { query } = redirectOf(await authorize({ ...none, state: 's' }));
    expect(query).toEqual({ state: 's', iss: issuer });
    expect(store.records.size).toBe(0);
    expect(events).toMatchObject([{ type: 'authorization.granted', subject: 'alice' }]);
  });

  it('tells that the user did not', async () => {
    const { authorize } = serveAuthorization({ authorize: () => ({ deny: true }) });
    expect(redirectOf(await authorize(none)).query['error']).toBe('access_denied');
  });
});
