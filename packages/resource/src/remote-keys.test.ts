import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { claims, forgeToken, header, issuer, jwks, now } from '../test/forged-token.js';
import { startHttpServer } from '../test/http-server.js';
import { jwtIssuer } from '../test/jwt-issuer.js';
import { byJwt } from './jwt.js';

describe('a rotation of the issuer’s keys', () => {
  it('makes no valid token fail', async () => {
    const { getStatus, issueTokens, clock, rotateSigningKey, countKeyRequests } = await jwtIssuer();
    const { access: old } = await issueTokens();
    expect(await getStatus(old)).toBe(200);
    await rotateSigningKey();
    clock.advance(899);
    const { access: last } = await issueTokens();
    clock.advance(1);
    const { access: fresh } = await issueTokens();
    expect(getKid(fresh)).not.toBe(getKid(last));
    for (const token of [old, last, fresh]) expect(await getStatus(token)).toBe(200);
    expect(countKeyRequests()).toBe(2);
  });

  it('makes the API load the keys once for simultaneous new tokens', async () => {
    const { getStatus, issueTokens, clock, rotateSigningKey, countKeyRequests } = await jwtIssuer();
    expect(await getStatus((await issueTokens()).access)).toBe(200);
    await rotateSigningKey();
    clock.advance(900);
    const fresh = await Promise.all([issueTokens(), issueTokens(), issueTokens()]);
    const statuses = await Promise.all(fresh.map(({ access }) => getStatus(access)));
    expect(statuses).toEqual([200, 200, 200]);
    expect(countKeyRequests()).toBe(2);
  });

  it('ends tokens of a removed key within 10 minutes', async () => {
    const { getStatus, issueTokens, clock, replaceSigningKey } = await jwtIssuer();
    const { access } = await issueTokens();
    expect(await getStatus(access)).toBe(200);
    await replaceSigningKey();
    clock.advance(599);
    expect(await getStatus(access)).toBe(200);
    clock.advance(1);
    expect(await getStatus(access)).toBe(401);
    expect(await getStatus((await issueTokens()).access)).toBe(200);
    expect(await getStatus(access)).toBe(401);
  });

  it('cannot be faked to make the API load keys more often than every 30 s', async () => {
    const { getStatus, issueTokens, clock, countKeyRequests } = await jwtIssuer();
    expect(await getStatus((await issueTokens()).access)).toBe(200);
    for (let count = 0; count < 20; count += 1)
      expect(await getStatus(forgeToken({ ...header, kid: `unknown-${count}` }))).toBe(401);
    expect(countKeyRequests()).toBe(1);
    clock.advance(30);
    for (let count = 0; count < 20; count += 1)
      expect(await getStatus(forgeToken({ ...header, kid: `unknown-${count}` }))).toBe(401);
    expect(countKeyRequests()).toBe(2);
  });
});

describe('an issuer that does not respond', () => {
  it('leaves its tokens valid until they expire', async () => {
    const { getStatus, issueTokens, clock, stop } = await jwtIssuer();
    const [seen, unseen] = [await issueTokens(), await issueTokens()];
    expect(await getStatus(seen.access)).toBe(200);
    await stop();
    for (let minutes = 0; minutes < 60; minutes += 4) {
      expect(await getStatus(seen.access)).toBe(200);
      expect(await getStatus(unseen.access)).toBe(200);
      clock.advance(240);
    }
    clock.advance(60);
    expect(await getStatus(seen.access)).toBe(401);
  });

  it('makes the API answer 503 to tokens of keys that it has not loaded', async () => {
    const { getStatus, issueTokens, clock, stop, rotateSigningKey, events } = await jwtIssuer();
    const early = await issueTokens();
    const other = await jwtIssuer();
    await other.stop();
    expect(await other.getStatus(early.access)).toBe(503);
    expect(other.events.all).toMatchObject([{ reason: 'token.undetermined' }]);

    expect(await getStatus(early.access)).toBe(200);
    await rotateSigningKey();
    clock.advance(900);
    const late = await issueTokens();
    await stop();
    for (const seconds of [0, 1, 30]) {
      clock.advance(seconds);
      expect(await getStatus(late.access)).toBe(503);
    }
    expect(await getStatus(early.access)).toBe(200);
    expect(events.all).toHaveLength(3);
  });

  it('leaves its tokens valid for a day at most', async () => {
    let isUp = true;
    const { validate, countKeyRequests } = await startKeyServer((_, response) => {
      if (isUp) response.setHeader('Content-Type', 'application/json').end(JSON.stringify(jwks));
      else response.destroy();
    });
    const token = forgeToken(header, { ...claims, exp: now + 200_000 });
    expect(await validate(token, now)).toBeDefined();
    isUp = false;
    expect(await validate(token, now + 86_399)).toBeDefined();
    await expect(validate(token, now + 86_400)).rejects.toThrow();
    await expect(validate(token, now + 86_401)).rejects.toThrow();
    isUp = true;
    expect(await validate(token, now + 86_402)).toBeDefined();
    expect(countKeyRequests()).toBe(5);
  });
});

describe('a key set that cannot be used', () => {
  it.each<[string, RequestListener]>([
    ['with status 500', (_, response) => response.writeHead(500).end(JSON.stringify(jwks))],
    ['that is an HTML page', (_, response) => response.end('<html>')],
    ['without a list of keys', (_, response) => response.end('{"keys":{}}')],
    ['that is empty', (_, response) => response.end()],
    ['whose connection is closed', (_, response) => response.destroy()],
    [
      'that is a redirect',
      (_, response) => response.writeHead(302, { Location: 'https://auth.example' }).end(),
    ],
    [
      'with a private key',
      (_, response) => response.end(JSON.stringify({ keys: [{ ...jwks.keys[0], d: 'AAAA' }] })),
    ],
  ])('makes the validator throw: one %s', async (_, listener) => {
    const { validate } = await startKeyServer(listener);
    await expect(validate(forgeToken(header), now)).rejects.toThrow();
  });

  it('is loaded again when the clock is set back', async () => {
    const { validate, countKeyRequests } = await startKeyServer((_, response) =>
      response.end(JSON.stringify(jwks)),
    );
    await validate(forgeToken(header), now);
    await validate(forgeToken(header), now - 600);
    expect(countKeyRequests()).toBe(2);
  });
});

async function startKeyServer(listener: RequestListener) {
  let keyRequests = 0;
  const { origin } = await startHttpServer((request, response) => {
    keyRequests += 1;
    listener(request, response);
  });
  return { validate: byJwt({ issuer, jwksUri: origin }), countKeyRequests: () => keyRequests };
}

function getKid(token: string): string | undefined {
  const text = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString();
  return /"kid":"([^"]*)"/.exec(text)?.[1];
}
