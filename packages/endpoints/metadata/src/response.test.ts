import { describe, expect, it } from 'vitest';
import { cors } from '@oauth/core';
import { fakeClock, recordEvents } from '@oauth/testing';
import { allPlugins, requestDocument, issuer, metadataServer } from '../test/metadata-server.js';

// [C19] [N3]
it('the document is JSON that every page may read and every cache may keep', async () => {
  const { status, headers } = await requestDocument(metadataServer());
  expect(status).toBe(200);
  expect(headers).toEqual({
    'Content-Type': 'application/json',
    'Cache-Control': 'public, max-age=3600',
    'Access-Control-Allow-Origin': '*',
    ETag: headers['ETag'],
  });
  expect(headers['ETag']).toMatch(/^"[\w-]{43}"$/);
  const brief = await requestDocument(metadataServer({ maxAge: 60 }));
  expect(brief.headers).toMatchObject({ 'Cache-Control': 'public, max-age=60' });
});

// #229
it('HEAD is answered as GET is, and every other method is refused with 405', async () => {
  const server = metadataServer();
  const head = await requestDocument(server, undefined, { method: 'HEAD' });
  expect(head).toEqual(await requestDocument(server));
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    const { status, headers } = await requestDocument(server, undefined, { method });
    expect([status, headers['Allow']]).toEqual([405, 'GET, HEAD']);
  }
});

// #115
it('preflights of every origin are answered where there is a CORS policy', async () => {
  const server = metadataServer({}, { plugins: [...allPlugins, cors()] });
  const Origin = 'https://stranger.example';
  const preflightHeaders = { Origin, 'Access-Control-Request-Method': 'GET' };
  const preflight = await requestDocument(server, undefined, {
    method: 'OPTIONS',
    headers: preflightHeaders,
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers).toMatchObject({ 'Access-Control-Allow-Origin': '*' });
  const response = await requestDocument(server, undefined, { headers: { Origin } });
  expect(response.headers).toMatchObject({ 'Access-Control-Allow-Origin': '*' });
  expect(response.headers).not.toHaveProperty('Access-Control-Allow-Credentials');
});

describe('a request with If-None-Match (RFC 9110 section 13.1.2)', () => {
  it('gets 304 without a body while the document is unchanged', async () => {
    const server = metadataServer();
    const etag = String((await requestDocument(server)).headers['ETag']);
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const response = await requestDocument(server, undefined, {
        headers: { 'If-None-Match': known },
      });
      expect(response).toMatchObject({ status: 304, body: '', headers: { ETag: etag } });
      expect(response.headers).toMatchObject({ 'Cache-Control': 'public, max-age=3600' });
    }
  });

  // #322
  it('is answered in linear time, however long its list is', async () => {
    const server = metadataServer();
    const begun = performance.now();
    for (const part of [',', 'W/', ' ', '"x", '])
      expect(
        (
          await requestDocument(server, undefined, {
            headers: { 'If-None-Match': part.repeat(100_000) },
          })
        ).status,
      ).toBe(200);
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  it('gets the document once it has changed', async () => {
    const etag = String((await requestDocument(metadataServer())).headers['ETag']);
    const changed = metadataServer({ extra: { op_tos_uri: `${issuer}/tos` } });
    for (const known of [etag, '', 'x', '"'])
      expect(
        (await requestDocument(changed, undefined, { headers: { 'If-None-Match': known } })).status,
      ).toBe(200);
  });
});

it('the document is made once for each server, not for each request', async () => {
  let timesMade = 0;
  const counting = {
    name: 'counting',
    metadata: () => {
      timesMade += 1;
      return {};
    },
  };
  const clock = fakeClock();
  const server = metadataServer({}, { plugins: [...allPlugins, counting], clock: clock.nowMs });
  timesMade = 0;
  await Promise.all([requestDocument(server), requestDocument(server), requestDocument(server)]);
  clock.advance(100_000);
  await requestDocument(server);
  expect(timesMade).toBe(1);
  const other = metadataServer(
    {},
    { plugins: [...allPlugins, counting], issuer: `${issuer}/other` },
  );
  expect((await requestDocument(other)).status).toBe(404);
  const { body } = await requestDocument(other, '/.well-known/oauth-authorization-server/other');
  expect(body).toContain('"issuer":"https://auth.example/other"');
});

it('a server that is not available answers with 503', async () => {
  const events = recordEvents();
  const server = metadataServer({}, { isAvailable: () => false, onEvent: events.onEvent });
  expect((await requestDocument(server)).status).toBe(503);
  expect(events.all).toMatchObject([{ type: 'request.failed', reason: 'server.unavailable' }]);
});
