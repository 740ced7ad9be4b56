import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { memoryStore } from '@oauth/store-memory';
import { fakeClock } from '@oauth/testing';
import { jwtServer, partsOf, publishedKeys, type JwtServer } from '../test/jwt-server.js';
import { generateSigningKey, keyRing, rotateKeys, type StoredKey } from './index.js';

const alg = 'ES256';
const plan = { alg, publishAhead: 900, retiredKeyLifetime: 3600 } as const;

/** Servers on one database of keys and tokens, each of which loads the keys at its own times. */
async function cluster(size: number) {
  const clock = fakeClock();
  const store = memoryStore({ clock: clock.nowMs });
  const seconds = () => Math.floor(clock.nowMs() / 1000);
  let stored: readonly StoredKey[] = [await generateSigningKey(alg, seconds())];
  const nodes: JwtServer[] = [];
  for (let node = 0; node < size; node += 1) {
    const keys = keyRing({ load: () => stored, retiredKeyLifetime: 3600 });
    nodes.push(await jwtServer({ tokens: { keys }, clock, store }));
    clock.advance(20);
    await publishedKeys(nodeAt(nodes, node));
  }
  return {
    clock,
    nodes,
    stored: () => stored,
    rotate: async () => {
      stored = await rotateKeys(stored, { ...plan, now: seconds() });
    },
  };
}

const kidOf = (token: string) => partsOf(token).header['kid'];

describe('a rotation across three nodes', () => {
  // #223
  it('at no time makes a token that some node or some API does not know', async () => {
    const { nodes, clock, rotate } = await cluster(3);
    const live: { token: string; until: number }[] = [];
    const kids = new Set<unknown>();
    let apiKeys = await publishedKeys(nodeAt(nodes, 0));
    for (let minute = 0; minute < 180; minute += 1) {
      if (minute === 10 || minute === 70) await rotate();
      // An API may use the key set for as long as caches keep it.
      if (minute % 5 === 0) apiKeys = await publishedKeys(nodeAt(nodes, minute));
      const { access } = await nodeAt(nodes, minute).issue();
      kids.add(kidOf(access));
      live.push({ token: access, until: clock.nowMs() + 3_600_000 });
      const sample = live.filter(
        ({ until }, index) => until > clock.nowMs() && index % 7 === minute % 7,
      );
      for (const { token } of [...sample, { token: access }]) {
        for (const node of nodes) expect(await node.ask(token)).toMatchObject({ active: true });
        const set = createLocalJWKSet({ keys: apiKeys.map((key) => ({ kty: 'EC', ...key })) });
        await jwtVerify(token, set, { currentDate: new Date(clock.nowMs()) });
      }
      clock.advance(60);
    }
    expect(kids.size).toBe(3);
  });

  // #223
  it('publishes a key before it signs and until its last token has expired', async () => {
    const { nodes, clock, rotate, stored } = await cluster(1);
    const [first] = stored();
    const listed = async () => (await publishedKeys(nodeAt(nodes, 0))).map(({ kid }) => kid);
    const old = first?.jwk.kid;
    await rotate();
    const next = stored().at(-1)?.jwk.kid;
    clock.advance(60);
    expect(await listed()).toEqual([old, next]);
    clock.advance(839);
    const { access: last } = await nodeAt(nodes, 0).issue();
    expect(kidOf(last)).toBe(old);
    clock.advance(1);
    expect(kidOf((await nodeAt(nodes, 0).issue()).access)).toBe(next);
    clock.advance(3598);
    expect(await listed()).toEqual([old, next]);
    expect(await nodeAt(nodes, 0).ask(last)).toMatchObject({ active: true });
    // A node whose clock is behind may have signed with it for another minute.
    clock.advance(60);
    expect(await listed()).toEqual([old, next]);
    clock.advance(62);
    expect(await listed()).toEqual([next]);
    expect(await nodeAt(nodes, 0).ask(last)).toEqual({ active: false });
  });
});

describe('rotateKeys', () => {
  const now = 2_000_000_000;

  it('makes the first key sign at once', async () => {
    const [key, ...others] = await rotateKeys([], { ...plan, now });
    expect([key?.activeFrom, others]).toEqual([now, []]);
    const later = await rotateKeys([{ jwk: {}, activeFrom: now + 1 }], { ...plan, now });
    expect(later.at(-1)?.activeFrom).toBe(now);
  });

  it.each([
    [{ publishAhead: 0 }, 'publishAhead'],
    [{ publishAhead: NaN }, 'publishAhead'],
    [{ retiredKeyLifetime: -1 }, 'retiredKeyLifetime'],
  ])('refuses %j', async (times, name) => {
    await expect(rotateKeys([], { ...plan, now, ...times })).rejects.toThrow(name);
  });

  it('forgets keys that nothing valid is signed with', async () => {
    const keys = [now - 9000, now - 3660, now - 3659].map((activeFrom) => ({
      jwk: { kid: `${activeFrom}` },
      activeFrom,
    }));
    const rotated = await rotateKeys(keys, { ...plan, now });
    expect(rotated.slice(0, -1)).toEqual(keys.slice(1));
    expect(rotated.at(-1)?.activeFrom).toBe(now + 900);
  });
});

function nodeAt(nodes: readonly JwtServer[], index: number): JwtServer {
  const node = nodes[index % nodes.length];
  if (node === undefined) throw new TypeError('no node');
  return node;
}
