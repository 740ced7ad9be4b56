import { expect, it } from 'vitest';
import { insert, recordMaker, spend, update } from '@oauth/testing';
import { findRepeatedWrite, getRecordId, isGuard } from './index.js';

const newRecord = recordMaker(1000);
const [one, other] = [newRecord(), newRecord()];
const extend = { type: 'extend', id: one.id, expiresAt: 2000 } as const;
const remove = { type: 'remove', id: one.id } as const;

it('tells the record that any change concerns', () => {
  for (const change of [insert(one), update(one), extend, remove])
    expect(getRecordId(change)).toBe(one.id);
});

it('tells changes that need their record from others', () => {
  expect([insert(one), update(one), extend, remove].map(isGuard)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

it('finds a record that one commit writes twice, however far apart', () => {
  expect(findRepeatedWrite([insert(one), insert(other), insert(one)])).toBe(one.id);
  expect(findRepeatedWrite([insert(one), update(spend(one))])).toBe(one.id);
  expect(findRepeatedWrite([insert(one), insert(other), extend, remove])).toBe(undefined);
  expect(findRepeatedWrite([extend, extend, remove, remove])).toBe(undefined);
});
