import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { claims, forge, header, issuer, jwks, now } from '../test/forge.js';
import { makeJwtIssuer } from '../test/jwt-issuer.js';
import { listening } from '../test/listening.js';
import { byJwt } from './jwt.js';

describe('a rotation while both run', () => {
  it('is noticed by the first token of the new key', async () => {
    const { statusOf, issue, clock, rotate, loads } = await makeJwtIssuer();
    const { access: old } = await issue();
    expect(await statusOf(old)).toBe(200);
    await rotate();
    clock.advance(899);
    const { access: last } = await issue();
    clock.advance(1);
    const { access: fresh } = await issue();
    expect(kidOf(fresh)).not.toBe(kidOf(last));
    for (const token of [old, last, fresh]) expect(await statusOf(token)).toBe(200);
    expect(loads()).toBe(2);
  });

  it('is noticed by all of its first tokens, when they come at once', async () => {
    const { statusOf, issue, clock, rotate, loads } = await makeJwtIssuer();
    expect(await statusOf((await issue()).access)).toBe(200);
    await rotate();
    clock.advance(900);
    const fresh = await Promise.all([issue(), issue(), issue()]);
    const statuses = await Promise.all(fresh.map(({ access }) => statusOf(access)));
    expect(statuses).toEqual([200, 200, 200]);
    expect(loads()).toBe(2);
  });

  it('ends what was signed with a key that was taken away, after 10 minutes', async () => {
    const { statusOf, issue, clock, replace } = await makeJwtIssuer();
    const { access } = await issue();
    expect(await statusOf(access)).toBe(200);
    await replace();
    clock.advance(599);
    expect(await statusOf(access)).toBe(200);
    clock.advance(1);
    expect(await statusOf(access)).toBe(401);
    expect(await statusOf((await issue()).access)).toBe(200);
    expect(await statusOf(access)).toBe(401);
  });

  it('lets nobody make the API ask more than every 30 s', async () => {
    const { statusOf, issue, clock, loads } = await makeJwtIssuer();
    expect(await statusOf((await issue()).access)).toBe(200);
    for (let count = 0; count < 20; count += 1)
      expect(await statusOf(forge({ ...header, kid: `unknown-${count}` }))).toBe(401);
    expect(loads()).toBe(1);
    clock.advance(30);
    for (let count = 0; count < 20; count += 1)
      expect(await statusOf(forge({ ...header, kid: `unknown-${count}` }))).toBe(401);
    expect(loads()).toBe(2);
  });
});

describe('a server that is stopped', () => {
  it('leaves tokens good until they expire', async () => {
    const { statusOf, issue, clock, stop } = await makeJwtIssuer();
    const [seen, unseen] = [await issue(), await issue()];
    expect(await statusOf(seen.access)).toBe(200);
    await stop();
    for (let minutes = 0; minutes < 60; minutes += 4) {
      expect(await statusOf(seen.access)).toBe(200);
      expect(await statusOf(unseen.access)).toBe(200);
      clock.advance(240);
    }
    clock.advance(60);
    expect(await statusOf(seen.access)).toBe(401);
  });

  it('closes the API when it was never reached, and to keys nobody knows', async () => {
    const { statusOf, issue, clock, stop, rotate, events } = await makeJwtIssuer();
    const early = await issue();
    const other = await makeJwtIssuer();
    await other.stop();
    expect(await other.statusOf(early.access)).toBe(503);
    expect(other.events.all).toMatchObject([{ reason: 'token.undetermined' }]);

    expect(await statusOf(early.access)).toBe(200);
    await rotate();
    clock.advance(900);
    const late = await issue();
    await stop();
    for (const seconds of [0, 1, 30]) {
      clock.advance(seconds);
      expect(await statusOf(late.access)).toBe(503);
    }
    expect(await statusOf(early.access)).toBe(200);
    expect(events.all).toHaveLength(3);
  });

  it('leaves them good for a day at most', async () => {
    let up = true;
    const { validate, loads } = await serving((_, response) => {
      if (up) response.setHeader('Content-Type', 'application/json').end(JSON.stringify(jwks));
      else response.destroy();
    });
    const token = forge(header, { ...claims, exp: now + 200_000 });
    expect(await validate(token, now)).toBeDefined();
    up = false;
    expect(await validate(token, now + 86_399)).toBeDefined();
    await expect(validate(token, now + 86_400)).rejects.toThrow();
    await expect(validate(token, now + 86_401)).rejects.toThrow();
    up = true;
    expect(await validate(token, now + 86_402)).toBeDefined();
    expect(loads()).toBe(5);
  });
});

describe('keys that cannot be had', () => {
  it.each<[string, RequestListener]>([
    ['an error', (_, response) => response.writeHead(500).end(JSON.stringify(jwks))],
    ['a page', (_, response) => response.end('<html>')],
    ['no list', (_, response) => response.end('{"keys":{}}')],
    ['nothing', (_, response) => response.end()],
    ['a hang-up', (_, response) => response.destroy()],
    [
      'a redirect',
      (_, response) => response.writeHead(302, { Location: 'https://auth.example' }).end(),
    ],
    [
      'a private key',
      (_, response) => response.end(JSON.stringify({ keys: [{ ...jwks.keys[0], d: 'AAAA' }] })),
    ],
  ])('%s closes the API', async (_, listener) => {
    const { validate } = await serving(listener);
    await expect(validate(forge(header), now)).rejects.toThrow();
  });

  it('a clock that is set back does not keep old ones', async () => {
    const { validate, loads } = await serving((_, response) => response.end(JSON.stringify(jwks)));
    await validate(forge(header), now);
    await validate(forge(header), now - 600);
    expect(loads()).toBe(2);
  });
});

async function serving(listener: RequestListener) {
  let loads = 0;
  const { origin } = await listening((request, response) => {
    loads += 1;
    listener(request, response);
  });
  return { validate: byJwt({ issuer, jwksUri: origin }), loads: () => loads };
}

function kidOf(token: string): string | undefined {
  const text = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString();
  return /"kid":"([^"]*)"/.exec(text)?.[1];
}
