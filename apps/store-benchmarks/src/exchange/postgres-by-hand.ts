import type pg from 'pg';
import type { StoredRecord } from '@oauth/core';
import type { Exchange } from './codes.js';
import type { Side } from './sides.js';

const columns = 'id, version, kind, grant_id, client_id, subject, expires_at, data';

function valuesOf(record: StoredRecord): unknown[] {
  const { id, version, kind, grantId, clientId, subject, expiresAt, data } = record;
  return [id, version, kind, grantId, clientId, subject, expiresAt, JSON.stringify(data)];
}

const parameters = (from: number): string =>
  Array.from({ length: 8 }, (_, index) => `$${from + index}`).join(', ');
const typed = (from: number): string =>
  ['text', 'int', 'text', 'text', 'text', 'text', 'float8', 'text']
    .map((type, index) => `$${from + index}::${type}`)
    .join(', ');

/** The same work, in the statements that one would write for these three rows and nothing else. */
export function postgresByHand(pool: pg.Pool, table: string): readonly Side[] {
  const issue: Side['issue'] = async ({ code }) =>
    pool.query({
      name: 'hand insert',
      text: `INSERT INTO ${table} (${columns}) VALUES (${parameters(1)})`,
      values: valuesOf(code),
    });
  const unspent = async ({ code }: Exchange): Promise<boolean> => {
    const { rows } = await pool.query<{ version: number; data: string }>({
      name: 'hand select',
      text: `SELECT ${columns} FROM ${table} WHERE id = $1`,
      values: [code.id],
    });
    const [row] = rows;
    return row?.version === 0 && JSON.parse(row.data) !== undefined;
  };
  const spend = `UPDATE ${table} SET version = 1, data = $2, expires_at = $3
    WHERE id = $1 AND version = 0`;
  const spendValues = ({ spent }: Exchange): unknown[] => [
    spent.id,
    JSON.stringify(spent.data),
    spent.expiresAt,
  ];
  return [
    {
      name: 'by hand: SELECT, one guarded statement',
      issue,
      async trade(exchange) {
        if (!(await unspent(exchange))) return false;
        const { rows } = await pool.query({
          name: 'hand trade',
          text: `WITH spent AS (${spend} RETURNING 1), stored AS (
              INSERT INTO ${table} (${columns})
              SELECT * FROM (VALUES (${typed(4)}), (${typed(12)})) AS tokens
              WHERE EXISTS (SELECT FROM spent))
            SELECT 1 FROM spent`,
          values: [
            ...spendValues(exchange),
            ...valuesOf(exchange.access),
            ...valuesOf(exchange.refresh),
          ],
        });
        return rows.length === 1;
      },
    },
    {
      name: 'by hand: SELECT, UPDATE, INSERT, INSERT',
      issue,
      async trade(exchange) {
        if (!(await unspent(exchange))) return false;
        const { rowCount } = await pool.query({
          name: 'hand spend',
          text: spend,
          values: spendValues(exchange),
        });
        if (rowCount !== 1) return false;
        for (const token of [exchange.access, exchange.refresh])
          await issue({ ...exchange, code: token });
        return true;
      },
    },
  ];
}
