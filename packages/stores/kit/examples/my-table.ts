// #region table
import Database from 'libsql';
import type {
  ListRequest,
  ListTarget,
  RecordPage,
  RevocationTarget,
  StoredRecord,
} from '@oauth/core';
import {
  createStatements,
  fromRow,
  getWindow,
  listCondition,
  recordColumns,
  revocationCondition,
  selectPage,
  toColumn,
  toRow,
  type TableDefinition,
} from '@oauth/store-kit';

const table: TableDefinition = {
  name: 'my_records',
  quoted: 'my_records',
  columns: {
    id: 'TEXT PRIMARY KEY',
    version: 'INTEGER NOT NULL',
    kind: 'TEXT NOT NULL',
    grant_id: 'TEXT NOT NULL',
    client_id: 'TEXT NOT NULL',
    subject: 'TEXT',
    expires_at: 'REAL NOT NULL',
    data: 'TEXT NOT NULL',
  },
  indexes: {
    grant_id: '(grant_id)',
    subject: '(subject, id)',
    client: "(client_id, id) WHERE client_id <> ''",
    document: "(kind, id) WHERE client_id = ''",
  },
};

const columns = recordColumns.join(', ');
const equals = (column: string): string => `${column} = ?`;

export function openTable(path: string) {
  const database = new Database(path);
  for (const statement of createStatements(table)) database.exec(statement);
  return {
    insert(record: StoredRecord): boolean {
      const values = recordColumns.map(() => '?').join(', ');
      const insert = `INSERT INTO my_records (${columns}) VALUES (${values}) ON CONFLICT DO NOTHING`;
      return database.prepare(insert).run(...toRow(record)).changes > 0;
    },
    find(id: string): StoredRecord | undefined {
      const select = database.prepare(`SELECT ${columns} FROM my_records WHERE id = ?`);
      const row: unknown = select.get(toColumn(id));
      return row === undefined ? undefined : fromRow(row);
    },
    revoke(target: RevocationTarget): number {
      const { condition, values } = revocationCondition(target, equals);
      return database.prepare(`DELETE FROM my_records WHERE ${condition}`).run(...values).changes;
    },
    list(target: ListTarget, request: ListRequest): RecordPage {
      const { condition, values } = listCondition(target, equals);
      const select = `SELECT ${columns} FROM my_records WHERE ${condition} AND id > ? ORDER BY id LIMIT ?`;
      const rows = database
        .prepare(select)
        .all(...values, request.after ?? '', getWindow(target, request) + 1);
      const read = rows.map(fromRow).map((record) => ({ record, position: toColumn(record.id) }));
      return selectPage(read, target, request);
    },
  };
}
// #endregion
