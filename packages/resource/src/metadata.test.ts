import { describe, expect, it } from 'vitest';
import { nodeHandler } from '@oauth/adapter-node';
import { ConfigurationError } from '@oauth/core';
import { protectedResource, type ProtectedResourceOptions } from '@oauth/resource';
import { exchange, listening } from '../test/listening.js';
import { challengeOf, protectedApi } from '../test/protected-api.js';

const validate = () => undefined;
const wellKnown = '/.well-known/oauth-protected-resource';

function make(options: Partial<ProtectedResourceOptions> = {}) {
  return protectedResource({ resource: 'https://h.example/mcp', validate, ...options });
}

function get(url: string, method = 'GET'): Request {
  return new Request(new URL(url, 'https://h.example'), { method });
}

// #221
describe('where the document is', () => {
  it.each([
    ['https://h.example', wellKnown, ''],
    ['https://h.example/', wellKnown, ''],
    ['https://h.example/mcp', `${wellKnown}/mcp`, ''],
    ['https://h.example/mcp/', `${wellKnown}/mcp/`, ''],
    ['https://h.example/a/b', `${wellKnown}/a/b`, ''],
    ['https://h.example/mcp?tenant=a', `${wellKnown}/mcp`, '?tenant=a'],
    ['http://localhost:3000/mcp', `${wellKnown}/mcp`, ''],
  ])('%s', async (resource, path, query) => {
    const api = make({ resource });
    expect(api.url).toBe(new URL(path, resource).href + query);
    for (const place of [api.url, path, wellKnown, `${path}?a=b`]) {
      expect(api.canHandle(place)).toBe(true);
      const { status, body } = await api.handle(get(place));
      expect(status).toBe(200);
      // What a client has to check (RFC 9728 section 3.3).
      expect(JSON.parse(body)).toMatchObject({ resource });
    }
  });

  it.each([
    '/',
    '/mcp',
    `${wellKnown}/other`,
    `${wellKnown}x`,
    `/x${wellKnown}`,
    '',
    '*',
    'http://[',
    '//',
    'https://%',
  ])('not at %j', (url) => {
    expect(make().canHandle(url)).toBe(false);
  });

  it('is what challenges name', async () => {
    const { api, refused } = protectedApi();
    const challenge = challengeOf(await refused(get('/v1')));
    expect(challenge).toContain(`resource_metadata="${api.url}"`);
  });
});

describe('the document', () => {
  it('is at no other place', async () => {
    expect(await make().handle(get('/mcp'))).toMatchObject({ status: 404 });
  });

  // [C14]
  it('says where to get tokens and how to present them', async () => {
    const api = make({
      authorizationServers: ['https://auth.example'],
      scopesSupported: ['read', 'write'],
      bearerIn: { body: true, query: true },
    });
    const { headers, body } = await api.handle(get(wellKnown));
    expect(JSON.parse(body)).toEqual({
      resource: 'https://h.example/mcp',
      authorization_servers: ['https://auth.example'],
      scopes_supported: ['read', 'write'],
      bearer_methods_supported: ['header', 'body', 'query'],
    });
    expect(headers).toMatchObject({
      'Content-Type': 'application/json;charset=UTF-8',
      'Cache-Control': 'public, max-age=3600',
      'Access-Control-Allow-Origin': '*',
    });
    expect(headers).not.toHaveProperty('Pragma');
  });

  it('says nothing of what nobody told', async () => {
    const { body } = await make().handle(get(wellKnown));
    expect(JSON.parse(body)).toEqual({
      resource: 'https://h.example/mcp',
      bearer_methods_supported: ['header'],
    });
  });

  it('answers HEAD, preflights, and no other methods', async () => {
    const api = make();
    const { headers } = await api.handle(get(wellKnown));
    expect(await api.handle(get(wellKnown, 'HEAD'))).toEqual({ status: 200, headers, body: '' });
    expect(await api.handle(get(wellKnown, 'OPTIONS'))).toMatchObject({
      status: 204,
      headers: {
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Methods': 'GET, HEAD',
        'Access-Control-Allow-Headers': '*',
      },
      body: '',
    });
    expect(await api.handle(get(wellKnown, 'POST'))).toMatchObject({
      status: 405,
      headers: { Allow: 'GET, HEAD, OPTIONS', 'Access-Control-Allow-Origin': '*' },
    });
  });

  it('is served by an adapter, which a hostile request line does not stop', async () => {
    const serve = nodeHandler(make());
    const { port } = await listening((request, response) =>
      serve(request, response, () => response.writeHead(404).end()),
    );
    const hostile = await exchange(port, `GET http://[ HTTP/1.1\r\nHost: h\r\n\r\n`);
    expect(hostile).toMatch(/^HTTP\/1\.1 404/);
    const answer = await exchange(port, `GET ${wellKnown}/mcp HTTP/1.1\r\nHost: h\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200/);
    expect(answer).toContain('"resource":"https://h.example/mcp"');
  });
});

it('its faults are those of the options', () => {
  expect(() => make({ resource: 'ftp://h.example' })).toThrow(ConfigurationError);
});
