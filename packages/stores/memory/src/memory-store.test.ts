import { ConfigurationError } from '@oauth/core';
import { insert, recordMaker } from '@oauth/testing';
import { describe, expect, it } from 'vitest';
import { memoryStore } from './index.js';

const newRecord = recordMaker(9e9);

describe('memoryStore', () => {
  it('answers at once, without a promise', () => {
    const store = memoryStore();
    const stored = newRecord();
    expect(store.commit([insert(stored)])).toEqual({ committed: true });
    expect(store.get(stored.id)).toBe(stored);
    expect(store.revoke({ clientId: 'app' })).toBe(1);
    expect(store.size).toBe(0);
  });

  it('sets no timer: nothing keeps a process alive', () => {
    const timers = (): number =>
      process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();
    const store = memoryStore();
    for (let made = 0; made < 100; made += 1) void store.commit([insert(newRecord())]);
    expect(timers()).toBe(before);
  });

  it.each([0, -1, NaN, 10_000_001, Infinity])('refuses maxRecords of %s', (maxRecords) => {
    const make = () => memoryStore({ maxRecords });
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow('memoryStore.maxRecords: must be from 1 to 10000000');
  });
});
