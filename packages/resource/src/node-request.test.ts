import type { RequestListener } from 'node:http';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { getAuth, requireOAuth, type ProtectedResource } from '@oauth/resource';
import { sendRawRequest, startHttpServer } from '../test/http-server.js';
import { protectedApi } from '../test/protected-api.js';

const allowForms = { allowTokenInBody: true };

/** An Express app that parses bodies this way and then requires a token. */
function appWithParsers(...parsers: readonly express.RequestHandler[]) {
  return (api: ProtectedResource): RequestListener => {
    const app = express();
    if (parsers.length > 0) app.use(...parsers);
    app.use(requireOAuth(api, 'read'), (request, response) => {
      response.json(getAuth(request).subject);
    });
    return app;
  };
}

async function startApi(createApp: (api: ProtectedResource) => RequestListener) {
  const api = protectedApi(allowForms);
  const { origin, port } = await startHttpServer(createApp(api.api));
  const { access } = await api.issueTokens();
  const postForm = (body: string, headers: Record<string, string> = {}) =>
    fetch(origin, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    });
  return { ...api, origin, port, access, postForm };
}

const allTypes = () => true;

describe.each([
  ['urlencoded', express.urlencoded()],
  ['urlencoded, extended', express.urlencoded({ extended: true })],
  ['text', express.text({ type: allTypes })],
  ['raw', express.raw({ type: allTypes })],
])('a form that Express has parsed as %s', (_, parser) => {
  it('may present the token', async () => {
    const { postForm, access } = await startApi(appWithParsers(parser));
    const response = await postForm(`a=1&access_token=${access}`);
    expect([response.status, await response.json()]).toEqual([200, 'alice']);
  });

  // #185
  it('is refused when it presents a second token', async () => {
    const { postForm, access } = await startApi(appWithParsers(parser));
    const both = { Authorization: `Bearer ${access}` };
    expect((await postForm(`access_token=${access}`, both)).status).toBe(400);
    expect((await postForm(`access_token=${access}&access_token=${access}`)).status).toBe(400);
    expect((await postForm(`a=1`, both)).status).toBe(200);
  });

  it.each(['access_token[]=TOKEN', 'access_token[a]=TOKEN', 'access_token[a][b]=TOKEN&a=1'])(
    'does not present a token by the field %s',
    async (form) => {
      const { postForm, access } = await startApi(appWithParsers(parser));
      const response = await postForm(form.replace('TOKEN', access));
      expect([400, 401]).toContain(response.status);
    },
  );

  it.each(['&', '&&', '=&'])(
    'is no failure of the server when it has no fields, as %s',
    async (form) => {
      const { postForm, events } = await startApi(appWithParsers(parser));
      expect([400, 401]).toContain((await postForm(form)).status);
      expect(events.of('request.failed')).toEqual([]);
    },
  );

  // #187
  it('does not count with the media type of text or JSON', async () => {
    const { postForm, access } = await startApi(appWithParsers(parser, express.json()));
    const form = `access_token=${access}`;
    expect((await postForm(form, { 'Content-Type': 'text/plain' })).status).toBe(401);
    const json = JSON.stringify({ access_token: access });
    expect((await postForm(json, { 'Content-Type': 'application/json' })).status).toBe(401);
  });
});

describe('a form without a body parser', () => {
  it.each([
    ['in Express', appWithParsers()],
    ['in Express with another parser', appWithParsers(express.json())],
  ])('is answered with 500 and a hint for the operator, %s', async (_, createApp) => {
    const { postForm, access, events } = await startApi(createApp);
    for (const headers of [{}, { Authorization: `Bearer ${access}` }])
      expect((await postForm(`access_token=${access}`, headers)).status).toBe(500);
    expect(events.all[0]).toMatchObject({
      type: 'request.failed',
      reason: 'request.body_unparsed',
      hint: expect.stringContaining('express.urlencoded()') as unknown,
    });
  });

  it('does not matter when the body is empty or not a form', async () => {
    const { postForm, origin, access } = await startApi(appWithParsers());
    expect((await postForm('')).status).toBe(401);
    expect((await postForm('', { Authorization: `Bearer ${access}` })).status).toBe(200);
    expect((await fetch(origin, { method: 'POST', body: '{}' })).status).toBe(401);
  });

  it('is answered with 500 also without a Content-Length', async () => {
    const { port } = await startApi(appWithParsers());
    const head =
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await sendRawRequest(port, `${head}3\r\na=1\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 500/);
  });
});
