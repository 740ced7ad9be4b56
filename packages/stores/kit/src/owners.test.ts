import { describe, expect, it } from 'vitest';
import type { ListTarget, RevocationTarget } from '@oauth/core';
import { recordMaker } from '@oauth/testing';
import { isCovered, isListed, listCondition, revocationCondition } from './index.js';

const newRecord = recordMaker(1000);
const record = newRecord({ subject: 'alice', clientId: 'app' });
const document = newRecord({ subject: undefined, clientId: '', kind: 'user' });
const equals = (column: string, index: number): string => `${column} = $${index + 1}`;

describe('a revocation', () => {
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
  ])('of %j covers a record of alice at app: %s', (target, covered) => {
    expect(isCovered(record, target)).toBe(covered);
  });

  it('of a client without a name covers no document', () => {
    expect(isCovered(document, { clientId: '' })).toBe(false);
    const owned = { ...document, subject: 'alice' };
    expect(isCovered(owned, { subject: 'alice', clientId: '' })).toBe(false);
    expect(isCovered(owned, { subject: 'alice' })).toBe(true);
    expect(isCovered(document, { grantId: document.grantId })).toBe(true);
  });

  it.each<[RevocationTarget, string, readonly string[]]>([
    [{ grantId: 'g"1' }, 'grant_id = $1', ['g\\"1']],
    [{ subject: 'alice' }, 'subject = $1', ['alice']],
    [{ clientId: 'app' }, `client_id = $1 AND client_id <> ''`, ['app']],
    [
      { subject: 'alice', clientId: 'a\0' },
      `subject = $1 AND client_id = $2 AND client_id <> ''`,
      ['alice', 'a\\u0000'],
    ],
  ])('of %j has the condition %j, with values as the columns hold them', (target, text, values) => {
    expect(revocationCondition(target, equals)).toEqual({ condition: text, values });
  });
});

describe('a list', () => {
  it.each<[ListTarget, string | undefined, boolean]>([
    [{ subject: 'alice' }, undefined, true],
    [{ subject: 'alice', clientId: 'app' }, 'access_token', true],
    [{ subject: 'alice' }, 'refresh_token', false],
    [{ subject: 'alice', clientId: 'tv' }, undefined, false],
    [{ clientId: 'app' }, undefined, true],
    [{ documents: 'access_token' }, undefined, false],
  ])('of %j and the kind %j has a token of alice at app: %s', (target, kind, listed) => {
    expect(isListed(record, target, kind)).toBe(listed);
  });

  it('of documents has those of its kind only', () => {
    expect(isListed(document, { documents: 'user' }, undefined)).toBe(true);
    expect(isListed(document, { documents: 'user' }, 'user')).toBe(true);
    expect(isListed(document, { documents: 'user' }, 'client')).toBe(false);
    expect(isListed(document, { documents: 'client' }, undefined)).toBe(false);
    expect(isListed(document, { clientId: '' }, undefined)).toBe(false);
  });

  it.each<[ListTarget, string, readonly string[]]>([
    [{ subject: 'alice' }, 'subject = $1', ['alice']],
    [{ subject: 'alice', clientId: 'app' }, 'subject = $1', ['alice']],
    [{ clientId: 'app' }, `client_id = $1 AND client_id <> ''`, ['app']],
    [{ documents: 'user' }, `kind = $1 AND client_id = ''`, ['user']],
  ])('of %j has the condition %j, which one index serves', (target, text, values) => {
    expect(listCondition(target, equals)).toEqual({ condition: text, values });
  });
});
