import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { insert, record } from '../test/records.js';
import { memoryStore } from './index.js';

describe('memoryStore', () => {
  it('answers at once, without a promise', () => {
    const store = memoryStore();
    const stored = record(9e9);
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
    for (let made = 0; made < 100; made += 1) void store.commit([insert(record(9e9))]);
    expect(timers()).toBe(before);
  });

  it.each([0, -1, NaN, 10_000_001, Infinity])('refuses maxRecords of %s', (maxRecords) => {
    const make = () => memoryStore({ maxRecords });
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow('memoryStore.maxRecords: must be from 1 to 10000000');
  });
});
