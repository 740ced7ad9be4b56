import { describe, expect, it } from 'vitest';
import { digestSecret } from '../client/client-metadata.js';
import type { ServerOptions } from '../contract/server-options.js';
import { basic, bodyOf } from '../testing-support/requests.js';
import { clients, serve } from '../testing-support/serve.js';
import { formatScope, isScopeToken, parseScope } from './scope.js';

async function granted(scope: string | undefined, options: Partial<ServerOptions> = {}) {
  const form = { grant_type: 'client_credentials', ...(scope !== undefined && { scope }) };
  const { token, store } = serve(options);
  const body = bodyOf(await token(form));
  expect(store.records.size).toBe('error' in body ? 0 : 1);
  return body['error'] ?? body['scope'];
}

describe('grammar', () => {
  it.each(['a', 'A1', 'https://api.example/read', '!', '#', "'", '[', ']', '~', 'a:b,c'])(
    '%s is a scope-token',
    (text) => {
      expect(isScopeToken(text)).toBe(true);
      expect(parseScope(`${text} z`)).toEqual([text, 'z']);
    },
  );

  // #140
  it.each(['', ' ', 'a b', '"', '\\', 'a"b', '\t', '\n', '\x7f', 'é', '\0'])(
    '%j is none',
    (text) => {
      expect(isScopeToken(text)).toBe(false);
    },
  );

  // [A10]
  it('drops repeated tokens and keeps the order', () => {
    expect(parseScope('b a b c a')).toEqual(['b', 'a', 'c']);
    expect(formatScope(['b', 'a'])).toBe('b a');
  });
});

describe('what a client gets', () => {
  it.each([['read'], ['write read'], ['read write']])('%s as asked for', async (scope) => {
    expect(await granted(scope)).toBe(scope);
  });

  // [M9] #140
  it.each([
    ['a quote', 'read "'],
    ['a backslash', 'read\\'],
    ['a tab', 'read\twrite'],
    ['two spaces', 'read  write'],
    ['a leading space', ' read'],
    ['a trailing space', 'read '],
    ['a non-ASCII character', 'réad'],
    ['10 KB', 'x'.repeat(10_240)],
  ])('invalid_scope for %s', async (_, scope) => {
    expect(await granted(scope)).toBe('invalid_scope');
  });

  // #142
  it('tells upper from lower case', async () => {
    expect(await granted('Read')).toBe('invalid_scope');
  });

  // #143
  it('invalid_scope for scopes it is not registered for', async () => {
    expect(await granted('admin')).toBe('invalid_scope');
    expect(await granted('read admin')).toBe('invalid_scope');
  });

  // #143
  it('invalid_scope for scopes the server does not list', async () => {
    expect(await granted('write', { scopes: ['read'] })).toBe('invalid_scope');
    expect(await granted('read', { scopes: ['read'] })).toBe('read');
  });

  it.each([
    ['all it is registered for', {}, 'read write'],
    ['what of that the server lists', { scopes: ['write', 'other'] }, 'write'],
    ['the default scope', { defaultScope: ['read'] }, 'read'],
    ['only what it may have of the default scope', { defaultScope: ['read', 'admin'] }, 'read'],
    ['nothing beyond the default scope', { defaultScope: [] }, undefined],
    ['a default of its own', { defaultScope: () => ['write'] }, 'write'],
  ])('%s without a scope parameter', async (_, options, expected) => {
    expect(await granted(undefined, options)).toBe(expected);
    expect(await granted('', options)).toBe(expected);
  });

  it('no scope at all where none is registered', async () => {
    const bare = [{ client_id: 'web', client_secret: 's', grant_types: ['client_credentials'] }];
    const { token } = serve({ clients: bare });
    const credentials = basic('web', 's');
    const body = bodyOf(await token('grant_type=client_credentials', credentials));
    expect(body).not.toHaveProperty('scope');
    const asked = await token('grant_type=client_credentials&scope=read', credentials);
    expect(bodyOf(asked)).toMatchObject({ error: 'invalid_scope' });
  });

  it('an empty registered scope is none, as a database may have it', async () => {
    const client = {
      client_id: 'web',
      client_secret_digest: await digestSecret('web-secret'),
      grant_types: ['client_credentials'],
      scope: '',
    };
    const { token, events } = serve({ clients: () => client });
    expect(bodyOf(await token())).not.toHaveProperty('scope');
    expect(events).toMatchObject([{ type: 'token.issued', scope: [] }]);
  });

  // #322
  it('an answer in linear time for as many scopes as fit into a body', async () => {
    const many = 'a '.repeat(32_000).trim();
    const begun = performance.now();
    expect(await granted(many)).toBe('invalid_scope');
    const most = [{ ...clients[0], client_id: 'web', client_secret: 'web-secret', scope: many }];
    expect(await granted(many, { clients: most })).toBe('a');
    const scope = Array.from({ length: 20_000 }, (_, at) => `s${at}`).join(' ');
    const wide = [{ ...clients[0], client_id: 'web', client_secret: 'web-secret', scope }];
    const defaultScope = () => scope.split(' ');
    expect(await granted(undefined, { clients: wide, defaultScope })).toBe(scope);
    expect(await granted(undefined, { clients: wide })).toBe(scope);
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});

it('says what to change', async () => {
  const { token, events } = serve();
  await token('grant_type=client_credentials&scope=admin');
  expect(events).toMatchObject([{ reason: 'scope.not_allowed', clientId: 'web' }]);
  expect(events[0]?.hint).toContain('Add admin');
});
