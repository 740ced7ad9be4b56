import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { memoryStore } from '@oauth/store-memory';
import { fakeClock } from '@oauth/testing';
import { jwtServer, decodeToken, fetchPublicKeys, type JwtServer } from '../test/jwt-server.js';
import { generateSigningKey, keyRing, rotateKeys, type StoredKey } from './index.js';

const alg = 'ES256';
const rotation = { alg, prepublishPeriod: 900, retiredKeyLifetime: 3600 } as const;

/** Servers on one database of keys and tokens; each loads the keys at other times. */
async function nodesOnOneDatabase(size: number) {
  const clock = fakeClock();
  const store = memoryStore({ clock: clock.nowMs });
  const getNow = () => Math.floor(clock.nowMs() / 1000);
  let stored: readonly StoredKey[] = [await generateSigningKey(alg, getNow())];
  const nodes: JwtServer[] = [];
  for (let node = 0; node < size; node += 1) {
    const keys = keyRing({ load: () => stored, retiredKeyLifetime: 3600 });
    nodes.push(await jwtServer({ tokens: { keys }, clock, store }));
    clock.advance(20);
    await fetchPublicKeys(nodeAt(nodes, node));
  }
  return {
    clock,
    nodes,
    stored: () => stored,
    rotate: async () => {
      stored = await rotateKeys(stored, { ...rotation, now: getNow() });
    },
  };
}

const getKid = (token: string) => decodeToken(token).header['kid'];

describe('a key rotation across three nodes', () => {
  // #223
  it('never issues a token that a node or an API cannot verify', async () => {
    const { nodes, clock, rotate } = await nodesOnOneDatabase(3);
    const live: { token: string; until: number }[] = [];
    const kids = new Set<unknown>();
    let apiKeys = await fetchPublicKeys(nodeAt(nodes, 0));
    for (let minute = 0; minute < 180; minute += 1) {
      if (minute === 10 || minute === 70) await rotate();
      // An API may use a key set that was cached for 5 minutes.
      if (minute % 5 === 0) apiKeys = await fetchPublicKeys(nodeAt(nodes, minute));
      const { access } = await nodeAt(nodes, minute).issueTokens();
      kids.add(getKid(access));
      live.push({ token: access, until: clock.nowMs() + 3_600_000 });
      const sample = live.filter(
        ({ until }, index) => until > clock.nowMs() && index % 7 === minute % 7,
      );
      for (const { token } of [...sample, { token: access }]) {
        for (const node of nodes)
          expect(await node.introspect(token)).toMatchObject({ active: true });
        const set = createLocalJWKSet({ keys: apiKeys.map((key) => ({ kty: 'EC', ...key })) });
        await jwtVerify(token, set, { currentDate: new Date(clock.nowMs()) });
      }
      clock.advance(60);
    }
    expect(kids.size).toBe(3);
  });

  // #223
  it('publishes a key before it signs and until its last token has expired', async () => {
    const { nodes, clock, rotate, stored } = await nodesOnOneDatabase(1);
    const [first] = stored();
    const listKids = async () => (await fetchPublicKeys(nodeAt(nodes, 0))).map(({ kid }) => kid);
    const old = first?.jwk.kid;
    await rotate();
    const next = stored().at(-1)?.jwk.kid;
    clock.advance(60);
    expect(await listKids()).toEqual([old, next]);
    clock.advance(839);
    const { access: last } = await nodeAt(nodes, 0).issueTokens();
    expect(getKid(last)).toBe(old);
    clock.advance(1);
    expect(getKid((await nodeAt(nodes, 0).issueTokens()).access)).toBe(next);
    clock.advance(3598);
    expect(await listKids()).toEqual([old, next]);
    expect(await nodeAt(nodes, 0).introspect(last)).toMatchObject({ active: true });
    // A node whose clock is behind may have signed with the key for another minute.
    clock.advance(60);
    expect(await listKids()).toEqual([old, next]);
    clock.advance(62);
    expect(await listKids()).toEqual([next]);
    expect(await nodeAt(nodes, 0).introspect(last)).toEqual({ active: false });
  });
});

describe('rotateKeys, which returns the next list of keys', () => {
  const now = 2_000_000_000;

  it('lets the first key sign at once', async () => {
    const [key, ...others] = await rotateKeys([], { ...rotation, now });
    expect([key?.activeFrom, others]).toEqual([now, []]);
    const later = await rotateKeys([{ jwk: {}, activeFrom: now + 1 }], { ...rotation, now });
    expect(later.at(-1)?.activeFrom).toBe(now);
  });

  it.each([
    [{ prepublishPeriod: 0 }, 'prepublishPeriod'],
    [{ prepublishPeriod: NaN }, 'prepublishPeriod'],
    [{ retiredKeyLifetime: -1 }, 'retiredKeyLifetime'],
  ])('throws a RangeError for %j', async (times, name) => {
    await expect(rotateKeys([], { ...rotation, now, ...times })).rejects.toThrow(name);
  });

  it('removes keys that no valid token is signed with', async () => {
    const keys = [now - 9000, now - 3660, now - 3659].map((activeFrom) => ({
      jwk: { kid: `${activeFrom}` },
      activeFrom,
    }));
    const rotated = await rotateKeys(keys, { ...rotation, now });
    expect(rotated.slice(0, -1)).toEqual(keys.slice(1));
    expect(rotated.at(-1)?.activeFrom).toBe(now + 900);
  });
});

function nodeAt(nodes: readonly JwtServer[], index: number): JwtServer {
  const node = nodes[index % nodes.length];
  if (node === undefined) throw new TypeError('no node');
  return node;
}
