import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { protect } from '@oauth/resource';
import { resource } from '../test/issuer.js';
import {
  bearerRequest,
  formRequest,
  protectedApi,
  requestWithAuthorization,
} from '../test/protected-api.js';
import { toySender } from '../test/toy-sender.js';

describe('a handler behind protect', () => {
  it('gets the request and what its token says', async () => {
    const { api, issueTokens } = protectedApi();
    const { access } = await issueTokens();
    const handler = protect(api, ['read'], ({ url }, { subject }) => Response.json([url, subject]));
    const response = await handler(bearerRequest(access));
    expect(await response.json()).toEqual([`${resource}/profile`, 'alice']);
  });

  it('gets what the host passes beside the request', async () => {
    const { api, issueTokens } = protectedApi();
    const { access } = await issueTokens();
    const handler = protect(api, [], (_request, auth, env: { readonly name: string }) =>
      Response.json([auth.clientId, env.name]),
    );
    const response = await handler(bearerRequest(access), { name: 'a worker' });
    expect(await response.json()).toEqual(['app', 'a worker']);
  });

  // #179 #184
  it('is not called without a token, or with one that lacks a scope', async () => {
    const { api, issueTokens } = protectedApi();
    const handler = protect(api, { scopes: ['write'] }, () => {
      throw new Error('called');
    });
    const none = await handler(new Request(resource));
    expect([none.status, await none.text()]).toEqual([401, '']);
    expect(none.headers.get('www-authenticate')).toContain('Bearer realm=');
    const insufficient = await handler(bearerRequest((await issueTokens()).access));
    expect(insufficient.status).toBe(403);
    expect(await insufficient.json()).toMatchObject({ error: 'insufficient_scope' });
    const head = await handler(new Request(resource, { method: 'HEAD' }));
    expect([head.status, head.body]).toEqual([401, null]);
  });

  it('can read the form that presented the token', async () => {
    const { api, issueTokens } = protectedApi({ allowTokenInBody: true });
    const { access } = await issueTokens();
    const handler = protect(api, ['read'], async (request) => new Response(await request.text()));
    const form = `access_token=${access}&a=1`;
    expect(await (await handler(formRequest(form))).text()).toBe(form);
  });

  it('is not called for a form that never ends', async () => {
    const { api } = protectedApi({ allowTokenInBody: true });
    let sentBytes = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sentBytes += 16_384;
        controller.enqueue(new Uint8Array(16_384).fill(97));
      },
    });
    const init: RequestInit & { readonly duplex: 'half' } = {
      method: 'POST',
      body,
      duplex: 'half',
    };
    const request = new Request(resource, init);
    request.headers.set('Content-Type', 'application/x-www-form-urlencoded');
    const response = await protect(api, [], () => new Response('called'))(request);
    expect(response.status).toBe(413);
    expect(sentBytes).toBeLessThan(200_000);
  });

  it('gets the headers of a sender constraint added to its response, also an immutable one', async () => {
    const { api, issueTokens } = protectedApi({ senders: { toy: toySender('toy') } });
    const { access } = await issueTokens({ details: '{"cnf":{"toy":"k1"}}' });
    const init = { headers: { 'toy-key': 'k1' } };
    const handler = protect(api, ['read'], () => Response.redirect('https://api.example/v2', 302));
    const response = await handler(requestWithAuthorization(`Bearer ${access}`, init));
    expect([response.status, response.headers.get('toy-nonce')]).toEqual([302, 'next']);
    expect(response.headers.get('location')).toBe('https://api.example/v2');
  });

  // #146
  it('cannot be protected by an empty scope', () => {
    const { api } = protectedApi();
    expect(() => protect(api, [''], () => new Response())).toThrow(ConfigurationError);
  });
});
