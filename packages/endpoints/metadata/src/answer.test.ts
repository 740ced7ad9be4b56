import { describe, expect, it } from 'vitest';
import { cors } from '@oauth/core';
import { fakeClock, recordEvents } from '@oauth/testing';
import { everything, get, issuer, serve } from '../test/parts.js';

// [C19] [N3]
it('JSON that every page may read and every cache may keep', async () => {
  const { status, headers } = await get(serve());
  expect(status).toBe(200);
  expect(headers).toEqual({
    'Content-Type': 'application/json',
    'Cache-Control': 'public, max-age=3600',
    'Access-Control-Allow-Origin': '*',
    ETag: headers['ETag'],
  });
  expect(headers['ETag']).toMatch(/^"[\w-]{43}"$/);
  const brief = await get(serve({ maxAge: 60 }));
  expect(brief.headers).toMatchObject({ 'Cache-Control': 'public, max-age=60' });
});

// #229
it('HEAD is answered as GET is, whatever else is not', async () => {
  const server = serve();
  const head = await get(server, undefined, { method: 'HEAD' });
  expect(head).toEqual(await get(server));
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    const { status, headers } = await get(server, undefined, { method });
    expect([status, headers['Allow']]).toEqual([405, 'GET, HEAD']);
  }
});

// #115
it('preflights are answered where there is a policy', async () => {
  const server = serve({}, { plugins: [...everything, cors()] });
  const Origin = 'https://anybody.example';
  const asked = { Origin, 'Access-Control-Request-Method': 'GET' };
  const preflight = await get(server, undefined, { method: 'OPTIONS', headers: asked });
  expect(preflight.status).toBe(204);
  expect(preflight.headers).toMatchObject({ 'Access-Control-Allow-Origin': '*' });
  const answer = await get(server, undefined, { headers: { Origin } });
  expect(answer.headers).toMatchObject({ 'Access-Control-Allow-Origin': '*' });
  expect(answer.headers).not.toHaveProperty('Access-Control-Allow-Credentials');
});

describe('a client that has the document already (RFC 9110 section 13.1.2)', () => {
  it('gets 304 and no body', async () => {
    const server = serve();
    const etag = String((await get(server)).headers['ETag']);
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const answer = await get(server, undefined, { headers: { 'If-None-Match': known } });
      expect(answer).toMatchObject({ status: 304, body: '', headers: { ETag: etag } });
      expect(answer.headers).toMatchObject({ 'Cache-Control': 'public, max-age=3600' });
    }
  });

  // #322
  it('is answered in linear time, whatever it says that it has', async () => {
    const server = serve();
    const begun = performance.now();
    for (const part of [',', 'W/', ' ', '"x", '])
      expect(
        (await get(server, undefined, { headers: { 'If-None-Match': part.repeat(100_000) } }))
          .status,
      ).toBe(200);
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  it('gets a new one when it changed', async () => {
    const etag = String((await get(serve())).headers['ETag']);
    const changed = serve({ extra: { op_tos_uri: `${issuer}/tos` } });
    for (const known of [etag, '', 'x', '"'])
      expect((await get(changed, undefined, { headers: { 'If-None-Match': known } })).status).toBe(
        200,
      );
  });
});

it('the document is written once for each server, not for each request', async () => {
  let written = 0;
  const counting = {
    name: 'counting',
    metadata: () => {
      written += 1;
      return {};
    },
  };
  const clock = fakeClock();
  const server = serve({}, { plugins: [...everything, counting], clock: clock.nowMs });
  written = 0;
  await Promise.all([get(server), get(server), get(server)]);
  clock.advance(100_000);
  await get(server);
  expect(written).toBe(1);
  const other = serve({}, { plugins: [...everything, counting], issuer: `${issuer}/other` });
  expect((await get(other)).status).toBe(404);
  const { body } = await get(other, '/.well-known/oauth-authorization-server/other');
  expect(body).toContain('"issuer":"https://auth.example/other"');
});

it('a server that is not available says so', async () => {
  const events = recordEvents();
  const server = serve({}, { isAvailable: () => false, onEvent: events.onEvent });
  expect((await get(server)).status).toBe(503);
  expect(events.all).toMatchObject([{ type: 'request.failed', reason: 'server.unavailable' }]);
});
