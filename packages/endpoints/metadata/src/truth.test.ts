import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@oauth/core';
import { listen } from '../test/listen.js';
import {
  callback,
  getDocument,
  parseObject,
  metadataServer,
  expectText,
} from '../test/metadata-server.js';

/** The pair of RFC 7636 appendix B. */
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };

type Form = Readonly<Record<string, string>>;

/** The credentials of one client for each client authentication method. */
const credentials: Readonly<Record<string, { headers?: Form; form: Form }>> = {
  client_secret_basic: { headers: { Authorization: `Basic ${btoa('basic:secret')}` }, form: {} },
  client_secret_post: { form: { client_id: 'post', client_secret: 'secret' } },
  none: { form: { client_id: 'public' } },
};

async function postForm(url: string, form: Form, method = 'client_secret_basic') {
  const { headers = {}, form: credentialsForm = {} } = credentials[method] ?? {};
  const body = new URLSearchParams({ ...form, ...credentialsForm });
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : parseObject(text) };
}

/** Sends an authorization request; returns the parameters of the query or fragment it redirects to. */
async function authorize(document: JsonObject, query: Form): Promise<JsonObject> {
  const url = new URL(expectText(document['authorization_endpoint']));
  const defaults = { client_id: 'basic', response_type: 'code', redirect_uri: callback, ...pkce };
  url.search = new URLSearchParams({ ...defaults, ...query }).toString();
  const response = await fetch(url, { redirect: 'manual' });
  const location = response.headers.get('location');
  if (location === null) return { page: response.status, text: await response.text() };
  const { search, hash } = new URL(location);
  return Object.fromEntries(new URLSearchParams(search || hash.slice(1)));
}

function getTexts(document: JsonObject, member: string): readonly string[] {
  const value = document[member];
  if (!Array.isArray(value)) throw new TypeError(`The document has no list ${member}.`);
  return value.map(expectText);
}

// [C22] #218
describe.each(['', '/tenant'])(
  'a server with the issuer path %j does what its document says',
  (path) => {
    /** Starts a server over HTTP and returns its document. */
    async function listenAndDescribe(): Promise<JsonObject> {
      const server = await listen((origin) => metadataServer({}, { issuer: origin + path }));
      const response = await fetch(server.context.endpointUrl('authorization_server_metadata'));
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      const document = parseObject(await response.text());
      expect(document).toEqual(await getDocument(server, new URL(response.url).pathname));
      return document;
    }

    it('at every URL that it lists', async () => {
      const document = await listenAndDescribe();
      const urls = Object.entries(document).filter(([name]) => /_(endpoint|uri)$/.test(name));
      expect(urls).toHaveLength(5);
      for (const [name, value] of urls) {
        const url = expectText(value);
        const isReadByGet = name === 'jwks_uri' || name === 'authorization_endpoint';
        const { status } = isReadByGet ? await fetch(url) : await postForm(url, {});
        expect([name, status]).toEqual([name, name === 'jwks_uri' ? 200 : 400]);
      }
      const head = await fetch(expectText(document['jwks_uri']), { method: 'HEAD' });
      expect(head.status).toBe(405);
    });

    it('for every grant type that it lists', async () => {
      const document = await listenAndDescribe();
      const url = expectText(document['token_endpoint']);
      const { code } = await authorize(document, {});
      const first = await postForm(url, {
        ...{ grant_type: 'authorization_code', code: expectText(code), code_verifier: verifier },
        redirect_uri: callback,
      });
      const forms: Readonly<Record<string, Form>> = {
        client_credentials: {},
        password: { username: 'alice', password: 'x' },
        refresh_token: { refresh_token: expectText(first.body['refresh_token']) },
      };
      expect(first.status).toBe(200);
      for (const grant_type of getTexts(document, 'grant_types_supported')) {
        if (grant_type === 'authorization_code' || grant_type === 'implicit') continue;
        const { status, body } = await postForm(url, { grant_type, ...forms[grant_type] });
        expect([grant_type, status]).toEqual([grant_type, 200]);
        expect(body).toHaveProperty('access_token');
      }
      expect((await postForm(url, { grant_type: 'x' })).body['error']).toBe(
        'unsupported_grant_type',
      );
    });

    it('for every response type, response mode, challenge method and scope that it lists', async () => {
      const document = await listenAndDescribe();
      for (const response_type of getTexts(document, 'response_types_supported'))
        expect(await authorize(document, { response_type })).toHaveProperty(
          response_type === 'code' ? 'code' : 'access_token',
        );
      for (const response_mode of getTexts(document, 'response_modes_supported')) {
        const response = await authorize(document, { response_mode });
        if (response_mode !== 'form_post') expect(response).toHaveProperty('code');
        else expect(response['text']).toContain('name="code"');
      }
      expect(getTexts(document, 'code_challenge_methods_supported')).toEqual(['S256']);
      const plain = { code_challenge: verifier, code_challenge_method: 'plain' };
      expect(await authorize(document, plain)).toMatchObject({ error: 'invalid_request' });
      const scopes = getTexts(document, 'scopes_supported').join(' ');
      expect(await authorize(document, { scope: scopes })).toHaveProperty('code');
      expect(await authorize(document, { scope: `${scopes} x` })).toMatchObject({
        error: 'invalid_scope',
        // #233
        iss: document['issuer'],
      });
    });

    it('for every client authentication method that it lists for an endpoint', async () => {
      const document = await listenAndDescribe();
      const forms: Readonly<Record<string, Form>> = {
        token: { grant_type: 'refresh_token', refresh_token: 'x'.repeat(59) },
        revocation: { token: 'x' },
        introspection: { token: 'x' },
      };
      const refused: string[] = [];
      for (const [endpoint, form] of Object.entries(forms)) {
        const url = expectText(document[`${endpoint}_endpoint`]);
        const listed = getTexts(document, `${endpoint}_endpoint_auth_methods_supported`);
        for (const method of Object.keys(credentials)) {
          const { body } = await postForm(url, form, method);
          if (body['error'] === 'invalid_client') refused.push(`${endpoint} ${method}`);
          expect([method, listed.includes(method)]).toEqual([
            method,
            body['error'] !== 'invalid_client',
          ]);
        }
      }
      expect(refused).toEqual(['introspection none']);
    });
  },
);
