import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredRecord } from '@oauth/core';
import { fromRow, recordColumns, toColumn, toRow } from './rows.js';

const text = fc.string({ unit: 'binary' });
const recordData = fc.record(
  { scope: text, issuedAt: fc.integer(), details: fc.dictionary(text, fc.jsonValue()) },
  { requiredKeys: ['scope', 'issuedAt'] },
);
const records = fc
  .record({
    grantId: text,
    rest: text,
    version: fc.nat(),
    kind: text,
    clientId: text,
    subject: fc.option(text, { nil: undefined }),
    expiresAt: fc.integer(),
    data: recordData,
  })
  .map(({ rest, ...record }) => ({ ...record, id: `${record.grantId}${rest}` }));

function rowByColumn(record: StoredRecord): Record<string, unknown> {
  const values = toRow(record);
  const row: Record<string, unknown> = {};
  recordColumns.forEach((column, index) => (row[column] = values[index]));
  return row;
}

const token: StoredRecord = {
  id: 'ga',
  grantId: 'g',
  version: 3,
  kind: 'k',
  clientId: 'c',
  expiresAt: 9,
  data: { scope: 'a', issuedAt: 1 },
};

describe('rows of SQL databases', () => {
  it('return every record whole, and hold no text that a database refuses', () => {
    fc.assert(
      fc.property(records, (record) => {
        const row = rowByColumn(record);
        for (const value of Object.values(row))
          if (typeof value === 'string') expect(value).not.toMatch(/[\0\p{Cs}]/u);
        const { data, ...members } = fromRow(row);
        expect(members).toEqual({ subject: undefined, ...members });
        expect({ ...members, data: JSON.stringify(data) }).toEqual({
          ...record,
          data: JSON.stringify(JSON.parse(JSON.stringify(record.data))),
        });
      }),
    );
  });

  it('keep different texts different', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(toColumn(one) === toColumn(other)).toBe(one === other);
      }),
    );
    expect(toColumn('\\u0000')).not.toBe(toColumn('\0'));
  });

  it('are read whatever type a driver gives integers', () => {
    const row = rowByColumn(token);
    for (const type of [String, BigInt])
      expect(fromRow({ ...row, version: type(3), expires_at: type(9) })).toEqual(token);
  });

  it('are refused when a column is missing or holds what no record has', () => {
    const row = rowByColumn(token);
    expect(fromRow(row).id).toBe('ga');
    for (const column of recordColumns) {
      const { [column]: _, ...without } = row;
      expect(() => fromRow(without)).toThrow('no record');
      expect(() => fromRow({ ...row, [column]: {} })).toThrow('no record');
    }
    for (const other of [undefined, null, 'a', [], { ...row, kind: '\\' }, { ...row, data: '1' }])
      expect(() => fromRow(other)).toThrow('no record');
    fc.assert(
      fc.property(fc.constantFrom(...recordColumns), fc.anything(), (column, value) => {
        try {
          fromRow({ ...row, [column]: value });
        } catch (error) {
          expect(String(error)).toContain('no record');
        }
      }),
    );
  });
});
