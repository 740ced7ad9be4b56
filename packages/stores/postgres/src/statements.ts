import { recordColumns } from '@oauth/core/rows';

/** What goes to the database after the start, beside commits. */
export type StatementName =
  'select' | 'purge' | 'revokeGrant' | 'revokeSubject' | 'revokeClient' | 'revokeSubjectAtClient';

const names = recordColumns.join(', ');
const subject = 'left(subject, 250) = left($2, 250) AND subject = $2';
const client = 'left(client_id, 250) = left($2, 250) AND client_id = $2';

/** Statements for the table of this name, which is quoted already. */
export function statements(table: string): Readonly<Record<StatementName, string>> {
  return {
    select: `SELECT ${names} FROM ${table} WHERE id = $1`,
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
