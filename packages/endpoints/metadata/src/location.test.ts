import { describe, expect, it } from 'vitest';
import { documentOf, get, issuer, serve, wellKnown } from '../test/parts.js';

const openidPath = '/.well-known/openid-configuration';

// #217
describe('where the document is (RFC 8414 section 3.1)', () => {
  it.each([
    ['https://auth.example', wellKnown],
    ['https://auth.example/', wellKnown],
    ['https://auth.example/tenant', `${wellKnown}/tenant`],
    ['https://auth.example/tenant/', `${wellKnown}/tenant`],
    ['https://auth.example/a/b', `${wellKnown}/a/b`],
    ['https://auth.example:8443/t', `${wellKnown}/t`],
  ])('for the issuer %s: %s', async (ofIssuer, path) => {
    const server = serve({}, { issuer: ofIssuer });
    expect(server.context.endpointUrl('authorization_server_metadata')).toBe(
      new URL(path, ofIssuer).href,
    );
    const document = await documentOf(server, path);
    // The very string, since clients compare it with what they asked and with `iss`.
    expect(document['issuer']).toBe(ofIssuer);
    expect(server.canHandle(openidPath)).toBe(false);
  });

  it('and nowhere else', async () => {
    const server = serve({}, { issuer: `${issuer}/tenant` });
    for (const path of [wellKnown, `/tenant${wellKnown}`, `${wellKnown}/tenant/`, `${wellKnown}/x`])
      expect((await get(server, path)).status).toBe(404);
  });
});

describe('where OpenID Connect clients look (RFC 8414 section 5)', () => {
  it.each([
    ['https://auth.example', [openidPath]],
    ['https://auth.example/', [openidPath]],
    ['https://auth.example/tenant', [`/tenant${openidPath}`, `${openidPath}/tenant`]],
    ['https://auth.example/tenant/', [`/tenant${openidPath}`, `${openidPath}/tenant`]],
  ])('for the issuer %s: %j', async (ofIssuer, paths) => {
    const server = serve({ allowOpenidDiscovery: true }, { issuer: ofIssuer });
    const document = await documentOf(
      server,
      new URL(server.context.endpointUrl('authorization_server_metadata')).pathname,
    );
    for (const path of paths) expect(await documentOf(server, path)).toEqual(document);
    expect(JSON.stringify(document)).not.toContain('openid');
  });

  it('a plugin can have a place of its own for it', async () => {
    const server = serve(
      {},
      {
        clients: [],
        plugins: [
          {
            name: 'legacy',
            endpoints: {
              legacy_document: {
                path: '/oauth/metadata.json',
                methods: ['GET'],
                handle(request, context, call) {
                  const standard = context.endpoints.get('authorization_server_metadata');
                  if (standard === undefined) throw new TypeError('add metadata() to the plugins');
                  return standard.handle(request, context, call);
                },
              },
            },
          },
        ],
      },
    );
    expect(await documentOf(server, '/oauth/metadata.json')).toEqual(await documentOf(server));
  });
});

// #217
it('the issuer is the one of authorization responses', async () => {
  const server = serve();
  const { issuer: told } = await documentOf(server);
  const url = `/authorize?client_id=basic&response_type=token&redirect_uri=https://app.example/cb`;
  const { headers } = await get(server, url);
  const fragment = new URLSearchParams(new URL(String(headers['Location'])).hash.slice(1));
  expect(fragment.get('iss')).toBe(told);
});

// [C21] #217
it.each([
  'http://auth.example',
  'https://auth.example?x',
  'https://auth.example#x',
  'auth.example',
])('%s is no issuer', (bad) => {
  expect(() => serve({}, { issuer: bad })).toThrow('issuer: must');
});
