import { decodeJwt, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { fakeClock, recordEvents } from '@oauth/testing';
import {
  getDocument,
  requestDocument,
  issuer,
  parseObject,
  metadataServer,
  expectText,
} from '../test/metadata-server.js';

const { privateKey, publicKey } = await generateKeyPair('ES256');
const sign = (claims: object) =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).sign(privateKey);

describe('the member signed_metadata (RFC 8414 section 2.1)', () => {
  it('has the members of the document as claims, and iss', async () => {
    const { signed_metadata, ...document } = await getDocument(metadataServer({ sign }));
    const { payload } = await jwtVerify(expectText(signed_metadata), publicKey, { issuer });
    expect(payload).toEqual({ iss: issuer, ...document });
    expect(payload).not.toHaveProperty('signed_metadata');
  });

  it('is left out without the option sign', async () => {
    expect(await getDocument(metadataServer())).not.toHaveProperty('signed_metadata');
  });

  it('is signed once, and again when maxAge has passed', async () => {
    const clock = fakeClock();
    const signingTimes: number[] = [];
    const server = metadataServer(
      {
        maxAge: 600,
        sign(claims) {
          signingTimes.push(clock.nowMs());
          return sign({ ...claims, iat: Math.floor(clock.nowMs() / 1000) });
        },
      },
      { clock: clock.nowMs },
    );
    const first = await requestDocument(server);
    clock.advance(599);
    expect(await requestDocument(server)).toBe(first);
    clock.advance(1);
    const { signed_metadata } = parseObject((await requestDocument(server)).body);
    expect(decodeJwt(expectText(signed_metadata)).iat).toBe(2_000_000_600);
    expect(signingTimes).toHaveLength(2);
  });
});

describe('a failure of the option sign', () => {
  it.each([
    ['server.unexpected', () => Promise.reject(new Error('the key store is at 10.0.0.7'))],
    ['signed_metadata.malformed', () => 'not.ajwt'],
    ['signed_metadata.malformed', () => ''],
  ])('is reported as %s, and the next request signs again', async (reason, failToSign) => {
    const events = recordEvents();
    let fails = true;
    const server = metadataServer(
      { sign: (claims) => (fails ? failToSign() : sign(claims)) },
      { onEvent: events.onEvent },
    );
    const { status, body, headers } = await requestDocument(server);
    expect(status).toBe(500);
    expect(headers).toMatchObject({ 'Cache-Control': 'no-store' });
    expect(body).not.toContain('10.0.0.7');
    expect(events.all).toMatchObject([
      { type: 'request.failed', endpoint: 'authorization_server_metadata', reason },
    ]);
    fails = false;
    expect(await getDocument(server)).toHaveProperty('signed_metadata');
  });
});
