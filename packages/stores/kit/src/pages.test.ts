import { describe, expect, it } from 'vitest';
import type { ListRequest, ListTarget } from '@oauth/core';
import { recordMaker } from '@oauth/testing';
import { assertListRequest, getWindow, selectPage } from './index.js';

const newRecord = recordMaker(1000);
const alice: ListTarget = { subject: 'alice' };

/** Records of alice, whose kinds are given, at the positions 1, 2, and so on. */
function readKinds(...kinds: readonly string[]) {
  return kinds.map((kind, index) => ({ position: index + 1, record: newRecord({ kind }) }));
}

describe('a page', () => {
  it('has as many records as its limit, and leads to the next', () => {
    const read = readKinds('a', 'a', 'a');
    const page = selectPage(read, alice, { limit: 2 });
    expect(page.records).toEqual(read.slice(0, 2).map(({ record }) => record));
    expect(page.next).toBe(2);
  });

  it('leads nowhere when nothing was read beyond it', () => {
    expect(selectPage(readKinds('a', 'a'), alice, { limit: 2 }).next).toBe(undefined);
    expect(selectPage([], alice, { limit: 2 })).toEqual({ records: [], next: undefined });
  });

  it('of one kind continues after its own last record, not after all that was read', () => {
    const read = readKinds('a', 'b', 'a', 'a', 'b');
    const request: ListRequest = { limit: 2, kind: 'a' };
    const page = selectPage(read, alice, request);
    expect(page.records.map(({ kind }) => kind)).toEqual(['a', 'a']);
    expect(page.next).toBe(3);
    expect(selectPage(read.slice(3), alice, request)).toMatchObject({ next: undefined });
  });

  it('without a record of its kind leads on to what it has not read', () => {
    const request: ListRequest = { limit: 1, kind: 'rare' };
    const read = readKinds(...Array.from({ length: getWindow(alice, request) + 1 }, () => 'a'));
    const page = selectPage(read, alice, request);
    expect(page.records).toEqual([]);
    expect(page.next).toBe(read.length - 1);
  });

  it('reads more than a small limit only where it leaves records out', () => {
    expect(getWindow(alice, { limit: 1 })).toBe(1);
    expect(getWindow({ documents: 'user' }, { limit: 1 })).toBe(1);
    expect(getWindow(alice, { limit: 1, kind: 'a' })).toBe(100);
    expect(getWindow({ ...alice, clientId: 'app' }, { limit: 1 })).toBe(100);
    expect(getWindow(alice, { limit: 1000, kind: 'a' })).toBe(1000);
  });
});

describe('a request for a page', () => {
  const isPosition = (after: string): boolean => /^\d+$/.test(after);

  it.each([0, -1, 1001, 1.5, NaN, Infinity])('with a limit of %s is refused', (limit) => {
    expect(() => assertListRequest({ limit }, isPosition)).toThrow(RangeError);
    expect(() => assertListRequest({ limit }, isPosition)).toThrow(
      `list: limit must be an integer from 1 to 1000; it is ${limit}.`,
    );
  });

  it('is refused when after is no next of the store, and says so', () => {
    expect(() => assertListRequest({ limit: 1, after: 'x"' }, isPosition)).toThrow(
      'list: after must be the next of a page of this store; it is "x\\"".',
    );
    for (const request of [{ limit: 1 }, { limit: 1000, after: '7' }])
      expect(() => assertListRequest(request, isPosition)).not.toThrow();
  });
});
