import { decodeJwt, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { fakeClock, recordEvents } from '@oauth/testing';
import { documentOf, get, issuer, objectOf, serve, textOf } from '../test/parts.js';

const { privateKey, publicKey } = await generateKeyPair('ES256');
const sign = (claims: object) =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).sign(privateKey);

describe('signed_metadata (RFC 8414 section 2.1)', () => {
  it('holds what the document says, and iss', async () => {
    const { signed_metadata, ...document } = await documentOf(serve({ sign }));
    const { payload } = await jwtVerify(textOf(signed_metadata), publicKey, { issuer });
    expect(payload).toEqual({ iss: issuer, ...document });
    expect(payload).not.toHaveProperty('signed_metadata');
  });

  it('is not there without a key', async () => {
    expect(await documentOf(serve())).not.toHaveProperty('signed_metadata');
  });

  it('is signed once until caches forget it, then again', async () => {
    const clock = fakeClock();
    const signed: number[] = [];
    const server = serve(
      {
        maxAge: 600,
        sign(claims) {
          signed.push(clock.nowMs());
          return sign({ ...claims, iat: Math.floor(clock.nowMs() / 1000) });
        },
      },
      { clock: clock.nowMs },
    );
    const first = await get(server);
    clock.advance(599);
    expect(await get(server)).toBe(first);
    clock.advance(1);
    const { signed_metadata } = objectOf((await get(server)).body);
    expect(decodeJwt(textOf(signed_metadata)).iat).toBe(2_000_000_600);
    expect(signed).toHaveLength(2);
  });
});

describe('a signature that cannot be had', () => {
  it.each([
    ['server.unexpected', () => Promise.reject(new Error('the key store is at 10.0.0.7'))],
    ['signed_metadata.malformed', () => 'not.ajwt'],
    ['signed_metadata.malformed', () => ''],
  ])('is an error, %s, and tried again', async (reason, failing) => {
    const events = recordEvents();
    let fails = true;
    const server = serve(
      { sign: (claims) => (fails ? failing() : sign(claims)) },
      { onEvent: events.onEvent },
    );
    const { status, body, headers } = await get(server);
    expect(status).toBe(500);
    expect(headers).toMatchObject({ 'Cache-Control': 'no-store' });
    expect(body).not.toContain('10.0.0.7');
    expect(events.all).toMatchObject([
      { type: 'request.failed', endpoint: 'authorization_server_metadata', reason },
    ]);
    fails = false;
    expect(await documentOf(server)).toHaveProperty('signed_metadata');
  });
});
