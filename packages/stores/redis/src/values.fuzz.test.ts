import fc from 'fast-check';
import { insert, recordMaker } from '@oauth/testing';
import { describe, expect, it } from 'vitest';
import { toArguments } from './commit.js';
import { partitionOf, placeOf, placesOf } from './partitions.js';
import { fromValue, toValue } from './values.js';

const newRecord = recordMaker(9e9);

const text = fc.string({ unit: 'binary' });
const records = fc
  .record({ grantId: text, rest: text, clientId: text, kind: text, subject: fc.option(text) })
  .map(({ grantId, rest, subject, ...given }) =>
    newRecord({ ...given, grantId, id: grantId + rest, subject: subject ?? undefined }),
  );

describe('values', () => {
  // #319
  it('give back any record, from a place that its id alone tells', () => {
    fc.assert(
      fc.property(records, (stored) => {
        const place = placeOf(stored.id, stored.grantId);
        expect(place.partition).toBe(partitionOf(stored.grantId));
        expect(placesOf(stored.id)).toContainEqual(place);
        expect(fromValue(stored.id, place.partition, toValue(stored))).toEqual(stored);
      }),
    );
  });

  // #319
  it('put two records in two places', () => {
    fc.assert(
      fc.property(records, records, (one, other) => {
        fc.pre(one.id !== other.id);
        expect(placeOf(one.id, one.grantId)).not.toEqual(placeOf(other.id, other.grantId));
      }),
    );
  });

  // #319
  it('hold no NUL, no lone surrogate and seven lines, whatever is in them', () => {
    fc.assert(
      fc.property(records, (stored) => {
        const [, field = '', value = ''] = toArguments(insert(stored), stored.grantId);
        expect(field + value).not.toMatch(/[\0\p{Cs}]/u);
        expect(value.split('\n').length).toBe(7);
      }),
    );
  });

  it('that were changed are a record of that id, or refused', () => {
    const lines = fc.array(
      fc.oneof(text, fc.constantFrom('0', '1', 'app', '{"scope":""}', '"', '\\')),
    );
    fc.assert(
      fc.property(lines, text, (changed, id) => {
        try {
          expect(fromValue(id, '', changed.join('\n')).id).toBe(id);
        } catch (error) {
          expect(String(error)).toContain('no record');
        }
      }),
    );
  });
});
