import { describe, expect, it } from 'vitest';
import { nodeHandler } from '@oauth/adapter-node';
import { ConfigurationError } from '@oauth/core';
import { protectedResource, type ProtectedResourceOptions } from '@oauth/resource';
import { sendRawRequest, startHttpServer } from '../test/http-server.js';
import { getChallenge, protectedApi } from '../test/protected-api.js';

const validate = () => undefined;
const wellKnownPath = '/.well-known/oauth-protected-resource';

function createApi(options: Partial<ProtectedResourceOptions> = {}) {
  return protectedResource({ resource: 'https://h.example/mcp', validate, ...options });
}

function requestTo(url: string, method = 'GET'): Request {
  return new Request(new URL(url, 'https://h.example'), { method });
}

// #221
describe('the location of the metadata document', () => {
  it.each([
    ['https://h.example', wellKnownPath, ''],
    ['https://h.example/', wellKnownPath, ''],
    ['https://h.example/mcp', `${wellKnownPath}/mcp`, ''],
    ['https://h.example/mcp/', `${wellKnownPath}/mcp/`, ''],
    ['https://h.example/a/b', `${wellKnownPath}/a/b`, ''],
    ['https://h.example/mcp?tenant=a', `${wellKnownPath}/mcp`, '?tenant=a'],
    ['http://localhost:3000/mcp', `${wellKnownPath}/mcp`, ''],
  ])('is found by clients that derive it from %s', async (resource, path, query) => {
    const api = createApi({ resource });
    expect(api.url).toBe(new URL(path, resource).href + query);
    for (const url of [api.url, path, wellKnownPath, `${path}?a=b`]) {
      expect(api.canHandle(url)).toBe(true);
      const { status, body } = await api.handle(requestTo(url));
      expect(status).toBe(200);
      // RFC 9728 section 3.3: clients must check it.
      expect(JSON.parse(body)).toMatchObject({ resource });
    }
  });

  it.each([
    '/',
    '/mcp',
    `${wellKnownPath}/other`,
    `${wellKnownPath}x`,
    `/x${wellKnownPath}`,
    '',
    '*',
    'http://[',
    '//',
    'https://%',
  ])('is not claimed at %j', (url) => {
    expect(createApi().canHandle(url)).toBe(false);
  });

  it('is named by challenges', async () => {
    const { api, expectRefusal } = protectedApi();
    const challenge = getChallenge(await expectRefusal(requestTo('/v1')));
    expect(challenge).toContain(`resource_metadata="${api.url}"`);
  });
});

describe('the metadata document', () => {
  it('is answered with 404 at other paths', async () => {
    expect(await createApi().handle(requestTo('/mcp'))).toMatchObject({ status: 404 });
  });

  // [C14]
  it('says where clients get tokens and how they present them', async () => {
    const api = createApi({
      authorizationServers: ['https://auth.example'],
      scopesSupported: ['read', 'write'],
      allowTokenInBody: true,
      allowTokenInQuery: true,
    });
    const { headers, body } = await api.handle(requestTo(wellKnownPath));
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

  it('omits members whose options are not set', async () => {
    const { body } = await createApi().handle(requestTo(wellKnownPath));
    expect(JSON.parse(body)).toEqual({
      resource: 'https://h.example/mcp',
      bearer_methods_supported: ['header'],
    });
  });

  it('answers GET, HEAD and preflights only', async () => {
    const api = createApi();
    const { headers } = await api.handle(requestTo(wellKnownPath));
    expect(await api.handle(requestTo(wellKnownPath, 'HEAD'))).toEqual({
      status: 200,
      headers,
      body: '',
    });
    expect(await api.handle(requestTo(wellKnownPath, 'OPTIONS'))).toMatchObject({
      status: 204,
      headers: {
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Methods': 'GET, HEAD',
        'Access-Control-Allow-Headers': '*',
      },
      body: '',
    });
    expect(await api.handle(requestTo(wellKnownPath, 'POST'))).toMatchObject({
      status: 405,
      headers: { Allow: 'GET, HEAD, OPTIONS', 'Access-Control-Allow-Origin': '*' },
    });
  });

  it('is served by an adapter, also after a request line that is not a URL', async () => {
    const handle = nodeHandler(createApi());
    const { port } = await startHttpServer((request, response) =>
      handle(request, response, () => response.writeHead(404).end()),
    );
    const hostile = await sendRawRequest(port, `GET http://[ HTTP/1.1\r\nHost: h\r\n\r\n`);
    expect(hostile).toMatch(/^HTTP\/1\.1 404/);
    const response = await sendRawRequest(
      port,
      `GET ${wellKnownPath}/mcp HTTP/1.1\r\nHost: h\r\n\r\n`,
    );
    expect(response).toMatch(/^HTTP\/1\.1 200/);
    expect(response).toContain('"resource":"https://h.example/mcp"');
  });
});

it('protectedResource throws a ConfigurationError before it serves a document', () => {
  expect(() => createApi({ resource: 'ftp://h.example' })).toThrow(ConfigurationError);
});
