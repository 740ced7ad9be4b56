import { createHash } from 'node:crypto';
import type { PostgresQueryable, PostgresValue } from './pool.js';

/** A statement with its values. */
export interface Statement {
  readonly text: string;
  readonly values: PostgresValue[];
  /**
   * Whether it is prepared: only where requests send it again and again. Others are planned anew each
   * time, since a plan from when the table was small would scan it.
   */
  readonly isPrepared: boolean;
}

/** Runs a statement; resolves to its rows. */
export type RunStatement = (
  database: PostgresQueryable,
  statement: Statement,
) => Promise<readonly unknown[]>;

/** @param prepare whether statements may be prepared */
export function statementRunner(prepare: boolean): RunStatement {
  const names = new Map<string, string>();
  const getName = (text: string): string => {
    const name = names.get(text) ?? createName(text);
    names.set(text, name);
    return name;
  };
  return async (database, { text, values, isPrepared }) => {
    const query = isPrepared && prepare ? { name: getName(text), text, values } : { text, values };
    return (await database.query(query)).rows;
  };
}

/** PostgreSQL tells prepared statements apart by the first 63 bytes of their names. */
function createName(text: string): string {
  return `oauth ${createHash('sha256').update(text).digest('base64url')}`;
}
