import type { RequestListener } from 'node:http';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { getAuth, requireOAuth, type ProtectedResource } from '@oauth/resource';
import { exchange, listening } from '../test/listening.js';
import { protectedApi } from '../test/protected-api.js';

const withForms = { bearerIn: { body: true } };

/** An Express app that parses bodies this way and then asks for a token. */
function parsing(...parsers: readonly express.RequestHandler[]) {
  return (api: ProtectedResource): RequestListener => {
    const app = express();
    if (parsers.length > 0) app.use(...parsers);
    app.use(requireOAuth(api, 'read'), (request, response) => {
      response.json(getAuth(request).subject);
    });
    return app;
  };
}

async function serve(make: (api: ProtectedResource) => RequestListener) {
  const served = protectedApi(withForms);
  const { origin, port } = await listening(make(served.api));
  const { access } = await served.issue();
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(origin, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    });
  return { ...served, origin, port, access, post };
}

const everything = () => true;

describe.each([
  ['urlencoded', express.urlencoded()],
  ['urlencoded, extended', express.urlencoded({ extended: true })],
  ['text', express.text({ type: everything })],
  ['raw', express.raw({ type: everything })],
])('a form that Express has parsed as %s', (_, parser) => {
  it('may hold the token', async () => {
    const { post, access } = await serve(parsing(parser));
    const response = await post(`a=1&access_token=${access}`);
    expect([response.status, await response.json()]).toEqual([200, 'alice']);
  });

  // #185
  it('holds one token, and no other beside it', async () => {
    const { post, access } = await serve(parsing(parser));
    const both = { Authorization: `Bearer ${access}` };
    expect((await post(`access_token=${access}`, both)).status).toBe(400);
    expect((await post(`access_token=${access}&access_token=${access}`)).status).toBe(400);
    expect((await post(`a=1`, both)).status).toBe(200);
  });

  it.each(['access_token[]=TOKEN', 'access_token[a]=TOKEN', 'access_token[a][b]=TOKEN&a=1'])(
    'does not take %s for one',
    async (form) => {
      const { post, access } = await serve(parsing(parser));
      const response = await post(form.replace('TOKEN', access));
      expect([400, 401]).toContain(response.status);
    },
  );

  it.each(['&', '&&', '=&'])('may hold nothing, as %s does, which is no failure', async (form) => {
    const { post, events } = await serve(parsing(parser));
    expect([400, 401]).toContain((await post(form)).status);
    expect(events.of('request.failed')).toEqual([]);
  });

  // #187
  it('does not count where it is no form', async () => {
    const { post, access } = await serve(parsing(parser, express.json()));
    const form = `access_token=${access}`;
    expect((await post(form, { 'Content-Type': 'text/plain' })).status).toBe(401);
    const json = JSON.stringify({ access_token: access });
    expect((await post(json, { 'Content-Type': 'application/json' })).status).toBe(401);
  });
});

describe('a form that nobody has parsed', () => {
  it.each([
    ['in Express', parsing()],
    ['in Express with another parser', parsing(express.json())],
  ])('is a mistake of the operator, %s', async (_, make) => {
    const { post, access, events } = await serve(make);
    for (const headers of [{}, { Authorization: `Bearer ${access}` }])
      expect((await post(`access_token=${access}`, headers)).status).toBe(500);
    expect(events.all[0]).toMatchObject({
      type: 'request.failed',
      reason: 'request.body_unparsed',
      hint: expect.stringContaining('express.urlencoded()') as unknown,
    });
  });

  it('does not matter where it is empty, or none', async () => {
    const { post, origin, access } = await serve(parsing());
    expect((await post('')).status).toBe(401);
    expect((await post('', { Authorization: `Bearer ${access}` })).status).toBe(200);
    expect((await fetch(origin, { method: 'POST', body: '{}' })).status).toBe(401);
  });

  it('of no stated length is one, too', async () => {
    const { port } = await serve(parsing());
    const head =
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await exchange(port, `${head}3\r\na=1\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 500/);
  });
});
