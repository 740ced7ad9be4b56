import { recordColumns } from '@oauth/core/rows';

/** What goes to the database after the start. */
export type StatementName =
  | 'select'
  | 'plain'
  | 'update'
  | 'extend'
  | 'purge'
  | 'revokeGrant'
  | 'revokeSubject'
  | 'revokeClient'
  | 'revokeSubjectAtClient';

const names = recordColumns.join(', ');
const subject = 'left(subject, 250) = left($2, 250) AND subject = $2';
const client = 'left(client_id, 250) = left($2, 250) AND client_id = $2';

const types = ['text', 'int', 'text', 'text', 'text', 'text', 'float8', 'text'] as const;

/**
 * What a commit stores and removes: $1 to $8 are arrays, one for each column of the new rows, and
 * $9 the ids to remove. The text is the same for any number, so it is prepared once.
 */
function changes(table: string, condition: string): string {
  const arrays = types.map((type, index) => `$${index + 1}::${type}[]`).join(', ');
  return `removed AS (DELETE FROM ${table} WHERE id = ANY($9::text[]) AND ${condition}),
    inserted AS (INSERT INTO ${table} (${names})
      SELECT * FROM unnest(${arrays}) WHERE ${condition})`;
}

/**
 * Guard and changes are one statement, so they are one round trip and one transaction. At READ
 * COMMITTED that is enough: of parallel updates of one row each waits for the one before, looks at
 * the row again and finds another version, or no row.
 */
function guarded(table: string, guard: string): string {
  return `WITH guard AS (${guard} RETURNING 1),
    ${changes(table, 'EXISTS (SELECT FROM guard)')}
    SELECT 1 FROM guard`;
}

/** Statements for the table of this name, which is quoted already. */
export function statements(table: string): Readonly<Record<StatementName, string>> {
  return {
    select: `SELECT ${names} FROM ${table} WHERE id = $1`,
    plain: `WITH ${changes(table, 'true')} SELECT 1`,
    update: guarded(
      table,
      `UPDATE ${table} SET version = $11, kind = $12, client_id = $14, subject = $15,
        expires_at = $16, data = $17 WHERE id = $10 AND version = $11 - 1 AND grant_id = $13`,
    ),
    extend: guarded(
      table,
      `UPDATE ${table} SET expires_at = greatest(expires_at, $10) WHERE id = $11`,
    ),
    // Rows that a commit is just using are left for the next time.
    purge: `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM ${table} WHERE expires_at <= $1
      ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)) RETURNING 1`,
    revokeGrant: revoke(table, 'grant_id = $2'),
    revokeClient: revoke(table, client),
    revokeSubject: revoke(table, subject),
    revokeSubjectAtClient: revoke(table, `${subject} AND client_id = $3`),
  };
}

/**
 * Deletes a batch of what the condition covers; returns how many it found and how many of them it
 * deleted, which are fewer when another call was faster. By id, not by ctid: a row that is updated
 * meanwhile keeps its id, and must go.
 */
function revoke(table: string, condition: string): string {
  return `WITH batch AS MATERIALIZED (SELECT id FROM ${table} WHERE ${condition} LIMIT $1),
    deleted AS (DELETE FROM ${table} WHERE id = ANY(ARRAY(SELECT id FROM batch)) RETURNING 1)
    SELECT (SELECT count(*) FROM batch)::int AS found,
      (SELECT count(*) FROM deleted)::int AS deleted`;
}
