import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { protect } from '@oauth/resource';
import { resource } from '../test/issuer.js';
import { bearer, posted, protectedApi } from '../test/protected-api.js';

describe('a fetch-style handler', () => {
  it('is called with the request and what the token says', async () => {
    const { api, issue } = protectedApi();
    const { access } = await issue();
    const handler = protect(api, ['read'], ({ url }, { subject }) => Response.json([url, subject]));
    const response = await handler(bearer(access));
    expect(await response.json()).toEqual([`${resource}/profile`, 'alice']);
  });

  it('gets what else its host hands over', async () => {
    const { api, issue } = protectedApi();
    const { access } = await issue();
    const handler = protect(api, [], (_request, auth, env: { readonly name: string }) =>
      Response.json([auth.clientId, env.name]),
    );
    const response = await handler(bearer(access), { name: 'a worker' });
    expect(await response.json()).toEqual(['app', 'a worker']);
  });

  // #179 #184
  it('is not called otherwise', async () => {
    const { api, issue } = protectedApi();
    const handler = protect(api, { scopes: ['write'] }, () => {
      throw new Error('called');
    });
    const none = await handler(new Request(resource));
    expect([none.status, await none.text()]).toEqual([401, '']);
    expect(none.headers.get('www-authenticate')).toContain('Bearer realm=');
    const poor = await handler(bearer((await issue()).access));
    expect(poor.status).toBe(403);
    expect(await poor.json()).toMatchObject({ error: 'insufficient_scope' });
    const head = await handler(new Request(resource, { method: 'HEAD' }));
    expect([head.status, head.body]).toEqual([401, null]);
  });

  it('can read the form in which the token stood', async () => {
    const { api, issue } = protectedApi({ bearerIn: { body: true } });
    const { access } = await issue();
    const handler = protect(api, ['read'], async (request) => new Response(await request.text()));
    const form = `access_token=${access}&a=1`;
    expect(await (await handler(posted(form))).text()).toBe(form);
  });

  it('is spared a form that has no end', async () => {
    const { api } = protectedApi({ bearerIn: { body: true } });
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 16_384;
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
    expect(sent).toBeLessThan(200_000);
  });

  // #146
  it('is not made for an empty scope', () => {
    const { api } = protectedApi();
    expect(() => protect(api, [''], () => new Response())).toThrow(ConfigurationError);
  });
});
