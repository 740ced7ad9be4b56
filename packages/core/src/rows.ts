import type { RecordData, StoredRecord } from './contract/store.js';
import { isJsonObject } from './lib/json.js';
import { isStoredRecord } from './token/find-token.js';

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

/** The values of a record's row: no text in it holds a NUL or a lone surrogate. */
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

/** For stores that are SQL databases: a record as the values of {@link recordColumns}. */
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
 * A row that a database driver read by column name, as the record it was.
 *
 * @throws Error when a member is missing or has another type
 */
export function fromRow(row: unknown): StoredRecord {
  const record = read(row);
  if (record === undefined || !isStoredRecord(record, record.id))
    throw new Error('The table holds a row that is no record: its columns were changed by hand.');
  return record;
}

const special = /["\\\p{Cc}\p{Cs}]/u;

/** Any text as one that every database keeps as it is: what is special is escaped as in JSON. */
export function toColumn(text: string): string {
  return special.test(text) ? JSON.stringify(text).slice(1, -1) : text;
}

function fromColumn(column: unknown): string | undefined {
  if (typeof column !== 'string' || !column.includes('\\')) return asText(column);
  return asText(parse(`"${column}"`));
}

function read(row: unknown): StoredRecord | undefined {
  if (!isJsonObject(row)) return undefined;
  const data = parse(row['data']);
  const id = fromColumn(row['id']);
  const kind = fromColumn(row['kind']);
  const grantId = fromColumn(row['grant_id']);
  const clientId = fromColumn(row['client_id']);
  const subject = row['subject'] === null ? undefined : fromColumn(row['subject']);
  if (id === undefined || kind === undefined || grantId === undefined || clientId === undefined)
    return undefined;
  if ((subject === undefined && row['subject'] !== null) || !isRecordData(data)) return undefined;
  const [version, expiresAt] = [asNumber(row['version']), asNumber(row['expires_at'])];
  return { id, version, kind, grantId, clientId, subject, expiresAt, data };
}

function isRecordData(data: unknown): data is RecordData {
  return isJsonObject(data) && typeof data['scope'] === 'string';
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Drivers may be told to give integers as text or as BigInt. */
function asNumber(value: unknown): number {
  const digits = typeof value === 'bigint' || (typeof value === 'string' && /^\d/.test(value));
  if (digits) return Number(value);
  return typeof value === 'number' ? value : NaN;
}

function parse(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
