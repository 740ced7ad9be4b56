import { describe, expect, it } from 'vitest';
import {
  getDocument,
  requestDocument,
  issuer,
  metadataServer,
  documentPath,
} from '../test/metadata-server.js';

const openidPath = '/.well-known/openid-configuration';

// #217
describe('the document is served (RFC 8414 section 3.1)', () => {
  it.each([
    ['https://auth.example', documentPath],
    ['https://auth.example/', documentPath],
    ['https://auth.example/tenant', `${documentPath}/tenant`],
    ['https://auth.example/tenant/', `${documentPath}/tenant`],
    ['https://auth.example/a/b', `${documentPath}/a/b`],
    ['https://auth.example:8443/t', `${documentPath}/t`],
  ])('for the issuer %s at %s', async (documentIssuer, path) => {
    const server = metadataServer({}, { issuer: documentIssuer });
    expect(server.context.endpointUrl('authorization_server_metadata')).toBe(
      new URL(path, documentIssuer).href,
    );
    const document = await getDocument(server, path);
    // Clients compare the string with the issuer they know and with `iss`, so it may not be normalized.
    expect(document['issuer']).toBe(documentIssuer);
    expect(server.canHandle(openidPath)).toBe(false);
  });

  it('at no other path', async () => {
    const server = metadataServer({}, { issuer: `${issuer}/tenant` });
    for (const path of [
      documentPath,
      `/tenant${documentPath}`,
      `${documentPath}/tenant/`,
      `${documentPath}/x`,
    ])
      expect((await requestDocument(server, path)).status).toBe(404);
  });
});

describe('with allowOpenidDiscovery, the document is served (RFC 8414 section 5)', () => {
  it.each([
    ['https://auth.example', [openidPath]],
    ['https://auth.example/', [openidPath]],
    ['https://auth.example/tenant', [`/tenant${openidPath}`, `${openidPath}/tenant`]],
    ['https://auth.example/tenant/', [`/tenant${openidPath}`, `${openidPath}/tenant`]],
  ])('for the issuer %s at %j, too', async (documentIssuer, paths) => {
    const server = metadataServer({ allowOpenidDiscovery: true }, { issuer: documentIssuer });
    const document = await getDocument(
      server,
      new URL(server.context.endpointUrl('authorization_server_metadata')).pathname,
    );
    for (const path of paths) expect(await getDocument(server, path)).toEqual(document);
    expect(JSON.stringify(document)).not.toContain('openid');
  });

  it('at the path of another plugin, too', async () => {
    const server = metadataServer(
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
                handle(request, context, endpointContext) {
                  const standard = context.endpoints.get('authorization_server_metadata');
                  if (standard === undefined) throw new TypeError('Add metadata() to the plugins.');
                  return standard.handle(request, context, endpointContext);
                },
              },
            },
          },
        ],
      },
    );
    expect(await getDocument(server, '/oauth/metadata.json')).toEqual(await getDocument(server));
  });
});

// #217
it('the issuer of the document is the iss of authorization responses', async () => {
  const server = metadataServer();
  const { issuer: documentIssuer } = await getDocument(server);
  const url = `/authorize?client_id=basic&response_type=token&redirect_uri=https://app.example/cb`;
  const { headers } = await requestDocument(server, url);
  const fragment = new URLSearchParams(new URL(String(headers['Location'])).hash.slice(1));
  expect(fragment.get('iss')).toBe(documentIssuer);
});

// [C21] #217
it.each([
  'http://auth.example',
  'https://auth.example?x',
  'https://auth.example#x',
  'auth.example',
])('the issuer cannot be %s', (invalidIssuer) => {
  expect(() => metadataServer({}, { issuer: invalidIssuer })).toThrow('issuer: must');
});
