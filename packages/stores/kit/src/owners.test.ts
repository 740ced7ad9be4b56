import { describe, expect, it } from 'vitest';
import type { RevocationTarget } from '@oauth/core';
import { recordMaker } from '@oauth/testing';
import { isCovered, ownerCondition } from './index.js';

const newRecord = recordMaker(1000);
const record = newRecord({ subject: 'alice', clientId: 'app' });

describe('whose records a revocation deletes', () => {
  it.each<[RevocationTarget, boolean]>([
    [{ grantId: record.grantId }, true],
    [{ grantId: 'another' }, false],
    [{ subject: 'alice' }, true],
    [{ subject: 'alice', clientId: undefined }, true],
    [{ subject: 'alice', clientId: 'app' }, true],
    [{ subject: 'alice', clientId: 'tv' }, false],
    [{ subject: 'app' }, false],
    [{ clientId: 'app' }, true],
    [{ clientId: 'alice' }, false],
  ])('%j covers a record of alice at app: %s', (target, covered) => {
    expect(isCovered(record, target)).toBe(covered);
  });

  it.each<[RevocationTarget, string, readonly string[]]>([
    [{ grantId: 'g"1' }, 'grant_id = $1', ['g\\"1']],
    [{ subject: 'alice' }, 'subject = $1', ['alice']],
    [{ clientId: 'app' }, 'client_id = $1', ['app']],
    [
      { subject: 'alice', clientId: 'a\0' },
      'subject = $1 AND client_id = $2',
      ['alice', 'a\\u0000'],
    ],
  ])('%j is the condition %j, its values as the columns hold them', (target, text, values) => {
    const equals = (column: string, index: number): string => `${column} = $${index + 1}`;
    expect(ownerCondition(target, equals)).toEqual({ condition: text, values });
  });
});
