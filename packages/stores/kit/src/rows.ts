import {
  isJsonObject,
  isStoredRecord,
  type RecordData,
  type StoredRecord,
} from '@oauth/core/plugin';

/** The columns of a table of records, in the order of {@link toRow}. */
export const recordColumns = [
  'id',
  'version',
  'kind',
  'grant_id',
  'client_id',
  'subject',
  'expires_at',
  'data',
] as const;

/** The values of a record's row. No text in it holds a NUL or a lone surrogate. */
export type RecordRow = readonly [
  id: string,
  version: number,
  kind: string,
  grantId: string,
  clientId: string,
  subject: string | null,
  expiresAt: number,
  data: string,
];

/** Converts a record to the values of {@link recordColumns}. */
export function toRow(record: StoredRecord): RecordRow {
  const { id, version, kind, grantId, clientId, subject, expiresAt, data } = record;
  return [
    toColumn(id),
    version,
    toColumn(kind),
    toColumn(grantId),
    toColumn(clientId),
    subject === undefined ? null : toColumn(subject),
    expiresAt,
    JSON.stringify(data),
  ];
}

/**
 * Converts a row, as a database driver returns it by column name, to the record that was stored.
 *
 * @throws Error when a column is missing or its value cannot be part of a record
 */
export function fromRow(row: unknown): StoredRecord {
  const record = parseRow(row);
  if (record === undefined)
    throw new Error('The table holds a row that is no record: its columns were changed by hand.');
  return record;
}

const special = /["\\\p{Cc}\p{Cs}]/u;

/**
 * Escapes quotes, backslashes, control characters and lone surrogates as JSON does, so that every
 * database stores the text unchanged. Different texts stay different.
 */
export function toColumn(text: string): string {
  return special.test(text) ? JSON.stringify(text).slice(1, -1) : text;
}

function fromColumn(column: unknown): string | undefined {
  if (typeof column !== 'string') return undefined;
  if (!column.includes('\\')) return column;
  const text = parseJson(`"${column}"`);
  return typeof text === 'string' ? text : undefined;
}

function parseRow(row: unknown): StoredRecord | undefined {
  if (!isJsonObject(row)) return undefined;
  const id = fromColumn(row['id']);
  const kind = fromColumn(row['kind']);
  const grantId = fromColumn(row['grant_id']);
  const clientId = fromColumn(row['client_id']);
  const subject = row['subject'] === null ? undefined : fromColumn(row['subject']);
  const data = parseJson(row['data']);
  if (id === undefined || kind === undefined || grantId === undefined || clientId === undefined)
    return undefined;
  if ((subject === undefined && row['subject'] !== null) || !isRecordData(data)) return undefined;
  const [version, expiresAt] = [parseNumber(row['version']), parseNumber(row['expires_at'])];
  const record = { id, version, kind, grantId, clientId, subject, expiresAt, data };
  return isStoredRecord(record, id) ? record : undefined;
}

function isRecordData(data: unknown): data is RecordData {
  return isJsonObject(data) && typeof data['scope'] === 'string';
}

/** Some drivers can be set to return integers as text or as BigInt. */
function parseNumber(value: unknown): number {
  const isDigits = typeof value === 'bigint' || (typeof value === 'string' && /^\d/.test(value));
  if (isDigits) return Number(value);
  return typeof value === 'number' ? value : NaN;
}

function parseJson(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
