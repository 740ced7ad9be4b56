import type pg from 'pg';
import type { StoredRecord } from '@oauth/core';
import type { CodeExchange } from './code-exchange.js';
import type { Side } from './sides.js';

const columns = {
  id: 'text',
  version: 'int',
  kind: 'text',
  grant_id: 'text',
  client_id: 'text',
  subject: 'text',
  expires_at: 'float8',
  data: 'text',
} as const;
const columnNames = Object.keys(columns).join(', ');

/** The same work, in the statements that an author would write for these three rows alone. */
export function postgresByHand(pool: pg.Pool, table: string): readonly Side[] {
  const storeCode: Side['storeCode'] = ({ code }) => insertRecord(pool, table, code);
  return [
    {
      name: 'by hand: SELECT, one guarded statement',
      storeCode,
      exchangeCode: async (exchange) =>
        (await isUnspent(pool, table, exchange)) && spendAndInsert(pool, table, exchange),
    },
    {
      name: 'by hand: SELECT, UPDATE, INSERT, INSERT',
      storeCode,
      async exchangeCode(exchange) {
        if (!(await isUnspent(pool, table, exchange))) return false;
        if (!(await spendCode(pool, table, exchange))) return false;
        await insertRecord(pool, table, exchange.access);
        await insertRecord(pool, table, exchange.refresh);
        return true;
      },
    },
  ];
}

async function insertRecord(pool: pg.Pool, table: string, record: StoredRecord): Promise<void> {
  await pool.query({
    name: 'hand insert',
    text: `INSERT INTO ${table} (${columnNames}) VALUES (${formatPlaceholders(1)})`,
    values: getColumnValues(record),
  });
}

async function isUnspent(pool: pg.Pool, table: string, exchange: CodeExchange): Promise<boolean> {
  const { rows } = await pool.query<{ version: number; data: string }>({
    name: 'hand select',
    text: `SELECT ${columnNames} FROM ${table} WHERE id = $1`,
    values: [exchange.code.id],
  });
  const [row] = rows;
  return row?.version === 0 && JSON.parse(row.data) !== undefined;
}

async function spendCode(pool: pg.Pool, table: string, exchange: CodeExchange): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'hand spend',
    text: formatSpending(table),
    values: getSpendingValues(exchange),
  });
  return rowCount === 1;
}

async function spendAndInsert(
  pool: pg.Pool,
  table: string,
  exchange: CodeExchange,
): Promise<boolean> {
  const { rows } = await pool.query({
    name: 'hand exchange',
    text: `WITH spent AS (${formatSpending(table)} RETURNING 1), stored AS (
        INSERT INTO ${table} (${columnNames})
        SELECT * FROM (VALUES (${formatCasts(4)}), (${formatCasts(12)})) AS tokens
        WHERE EXISTS (SELECT FROM spent))
      SELECT 1 FROM spent`,
    values: [
      ...getSpendingValues(exchange),
      ...getColumnValues(exchange.access),
      ...getColumnValues(exchange.refresh),
    ],
  });
  return rows.length === 1;
}

function formatSpending(table: string): string {
  return `UPDATE ${table} SET version = 1, data = $2, expires_at = $3 WHERE id = $1 AND version = 0`;
}

function getSpendingValues({ spent }: CodeExchange): unknown[] {
  return [spent.id, JSON.stringify(spent.data), spent.expiresAt];
}

function getColumnValues(record: StoredRecord): unknown[] {
  const { id, version, kind, grantId, clientId, subject, expiresAt, data } = record;
  return [id, version, kind, grantId, clientId, subject, expiresAt, JSON.stringify(data)];
}

/** Placeholders of a row: `$1, $2, …` */
function formatPlaceholders(first: number): string {
  return Object.keys(columns)
    .map((_, index) => `$${first + index}`)
    .join(', ');
}

/** Placeholders of a row with their types, which PostgreSQL cannot infer in a list of values. */
function formatCasts(first: number): string {
  return Object.values(columns)
    .map((type, index) => `$${first + index}::${type}`)
    .join(', ');
}
