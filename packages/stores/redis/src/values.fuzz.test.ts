import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insert, recordMaker } from '@oauth/testing';
import { toArguments } from './commit.js';
import { getPartition, getPlace } from './places.js';
import { fromValue, toValue } from './values.js';

const newRecord = recordMaker(9e9);

const text = fc.string({ unit: 'binary' });
const grantId = fc.string({ unit: 'binary', minLength: 16, maxLength: 20 });
const records = fc
  .record({ grantId, rest: text, clientId: text, kind: text, subject: fc.option(text) })
  .map(({ rest, subject, ...given }) =>
    newRecord({ ...given, id: given.grantId + rest, subject: subject ?? undefined }),
  );

describe('the value of a record', () => {
  // #319
  it('comes back as the record, from a place that follows from its id alone', () => {
    fc.assert(
      fc.property(records, (stored) => {
        const place = getPlace(stored.id);
        expect(place.partition).toBe(getPartition(stored.grantId));
        expect(fromValue(place, toValue(stored, 'attempt'))).toEqual(stored);
      }),
    );
  });

  // #319
  it('is never at the place of another record', () => {
    fc.assert(
      fc.property(records, records, (one, other) => {
        fc.pre(one.id !== other.id);
        expect(getPlace(one.id)).not.toEqual(getPlace(other.id));
      }),
    );
  });

  // #319
  it('has eight lines without NUL and lone surrogates, whatever the record holds', () => {
    fc.assert(
      fc.property(records, (stored) => {
        const [, field = '', value = ''] = toArguments(insert(stored), 'attempt');
        expect(field + value).not.toMatch(/[\0\p{Cs}]/u);
        expect(value.split('\n').length).toBe(8);
      }),
    );
  });

  it('is a record of its id, or refused, after it was changed', () => {
    const lines = fc.array(
      fc.oneof(text, fc.constantFrom('0', '1', 'app', '{"scope":""}', '"', '\\')),
    );
    fc.assert(
      fc.property(lines, text, (changed, id) => {
        try {
          expect(fromValue(getPlace(id), changed.join('\n')).id).toBe(id);
        } catch (error) {
          expect(String(error)).toContain('no record');
        }
      }),
    );
  });
});
