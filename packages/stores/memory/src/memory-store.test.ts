import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { insert, recordMaker } from '@oauth/testing';
import { memoryStore } from './index.js';

const newRecord = recordMaker(9e9);

describe('memoryStore', () => {
  it('returns results at once, without promises', () => {
    const store = memoryStore();
    const stored = newRecord();
    expect(store.commit([insert(stored)])).toEqual({ committed: true });
    expect(store.get(stored.id)).toBe(stored);
    expect(store.revoke({ clientId: 'app' })).toBe(1);
    expect(store.size).toBe(0);
  });

  it('sets no timer that would keep a process from ending', () => {
    const countTimers = (): number =>
      process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = countTimers();
    const store = memoryStore();
    for (let made = 0; made < 100; made += 1) void store.commit([insert(newRecord())]);
    expect(countTimers()).toBe(before);
  });

  it('refuses an option that does not exist', () => {
    const options: object = { maxRecord: 1 };
    expect(() => memoryStore(options)).toThrow(
      'memoryStore.maxRecord: is not an option; the options are maxRecords, clock',
    );
  });

  it.each([0, -1, NaN, 10_000_001, Infinity])(
    'refuses a maxRecords of %s, which is out of range',
    (maxRecords) => {
      const create = () => memoryStore({ maxRecords });
      expect(create).toThrow(ConfigurationError);
      expect(create).toThrow('memoryStore.maxRecords: must be an integer from 1 to 10000000');
    },
  );
});
