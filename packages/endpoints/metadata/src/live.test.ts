import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@oauth/core';
import { listening } from '../test/listening.js';
import { callback, documentOf, objectOf, serve, textOf } from '../test/parts.js';

const code_verifier = 'a'.repeat(43);
const code_challenge = createHash('sha256').update(code_verifier).digest('base64url');
const pkce = { code_challenge, code_challenge_method: 'S256' };

type Form = Readonly<Record<string, string>>;

/** How each method sends the credentials of the client that is registered for it. */
const credentials: Readonly<Record<string, { headers?: Form; form: Form }>> = {
  client_secret_basic: { headers: { Authorization: `Basic ${btoa('basic:secret')}` }, form: {} },
  client_secret_post: { form: { client_id: 'post', client_secret: 'secret' } },
  none: { form: { client_id: 'public' } },
};

async function send(url: string, form: Form, method = 'client_secret_basic') {
  const { headers = {}, form: own = {} } = credentials[method] ?? {};
  const body = new URLSearchParams({ ...form, ...own });
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : objectOf(text) };
}

/** Asks for authorization; returns what comes back, wherever in the redirect it stands. */
async function authorize(document: JsonObject, query: Form): Promise<JsonObject> {
  const url = new URL(textOf(document['authorization_endpoint']));
  const usual = { client_id: 'basic', response_type: 'code', redirect_uri: callback, ...pkce };
  url.search = new URLSearchParams({ ...usual, ...query }).toString();
  const response = await fetch(url, { redirect: 'manual' });
  const location = response.headers.get('location');
  if (location === null) return { page: response.status, text: await response.text() };
  const { search, hash } = new URL(location);
  return Object.fromEntries(new URLSearchParams(search || hash.slice(1)));
}

function textsOf(document: JsonObject, member: string): readonly string[] {
  const value = document[member];
  if (!Array.isArray(value)) throw new TypeError(`no list: ${member}`);
  return value.map(textOf);
}

// [C22] #218
describe.each(['', '/tenant'])('nothing in the document fails: issuer path %j', (path) => {
  /** A server over HTTP, and what it says of itself. */
  async function served(): Promise<JsonObject> {
    const server = await listening((origin) => serve({}, { issuer: origin + path }));
    const response = await fetch(server.context.endpointUrl('authorization_server_metadata'));
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const document = objectOf(await response.text());
    expect(document).toEqual(await documentOf(server, new URL(response.url).pathname));
    return document;
  }

  it('URLs: something answers at each, in its own way', async () => {
    const document = await served();
    const urls = Object.entries(document).filter(([name]) => /_(endpoint|uri)$/.test(name));
    expect(urls).toHaveLength(5);
    for (const [name, value] of urls) {
      const url = textOf(value);
      const isRead = name === 'jwks_uri' || name === 'authorization_endpoint';
      const { status } = isRead ? await fetch(url) : await send(url, {});
      expect([name, status]).toEqual([name, name === 'jwks_uri' ? 200 : 400]);
    }
    const head = await fetch(textOf(document['jwks_uri']), { method: 'HEAD' });
    expect(head.status).toBe(405);
  });

  it('grant types', async () => {
    const document = await served();
    const url = textOf(document['token_endpoint']);
    const { code } = await authorize(document, {});
    const first = await send(url, {
      ...{ grant_type: 'authorization_code', code: textOf(code), code_verifier },
      redirect_uri: callback,
    });
    const forms: Readonly<Record<string, Form>> = {
      client_credentials: {},
      password: { username: 'alice', password: 'x' },
      refresh_token: { refresh_token: textOf(first.body['refresh_token']) },
    };
    expect(first.status).toBe(200);
    for (const grant_type of textsOf(document, 'grant_types_supported')) {
      if (grant_type === 'authorization_code' || grant_type === 'implicit') continue;
      const { status, body } = await send(url, { grant_type, ...forms[grant_type] });
      expect([grant_type, status]).toEqual([grant_type, 200]);
      expect(body).toHaveProperty('access_token');
    }
    expect((await send(url, { grant_type: 'x' })).body['error']).toBe('unsupported_grant_type');
  });

  it('response types, response modes, challenge methods, scopes', async () => {
    const document = await served();
    for (const response_type of textsOf(document, 'response_types_supported'))
      expect(await authorize(document, { response_type })).toHaveProperty(
        response_type === 'code' ? 'code' : 'access_token',
      );
    for (const response_mode of textsOf(document, 'response_modes_supported')) {
      const answer = await authorize(document, { response_mode });
      if (response_mode !== 'form_post') expect(answer).toHaveProperty('code');
      else expect(answer['text']).toContain('name="code"');
    }
    expect(textsOf(document, 'code_challenge_methods_supported')).toEqual(['S256']);
    const plain = { code_challenge: code_verifier, code_challenge_method: 'plain' };
    expect(await authorize(document, plain)).toMatchObject({ error: 'invalid_request' });
    const scopes = textsOf(document, 'scopes_supported').join(' ');
    expect(await authorize(document, { scope: scopes })).toHaveProperty('code');
    expect(await authorize(document, { scope: `${scopes} x` })).toMatchObject({
      error: 'invalid_scope',
      // #233
      iss: document['issuer'],
    });
  });

  it('ways to authenticate, at each endpoint that names them', async () => {
    const document = await served();
    const forms: Readonly<Record<string, Form>> = {
      token: { grant_type: 'refresh_token', refresh_token: 'x'.repeat(59) },
      revocation: { token: 'x' },
      introspection: { token: 'x' },
    };
    const refused: string[] = [];
    for (const [endpoint, form] of Object.entries(forms)) {
      const url = textOf(document[`${endpoint}_endpoint`]);
      const listed = textsOf(document, `${endpoint}_endpoint_auth_methods_supported`);
      for (const method of Object.keys(credentials)) {
        const { body } = await send(url, form, method);
        if (body['error'] === 'invalid_client') refused.push(`${endpoint} ${method}`);
        expect([method, listed.includes(method)]).toEqual([
          method,
          body['error'] !== 'invalid_client',
        ]);
      }
    }
    expect(refused).toEqual(['introspection none']);
  });
});
