import type { StoredRecord } from '@oauth/core/plugin';
import { fromRow, toColumn, toRow } from '@oauth/store-kit';
import { toGrantLine } from './partitions.js';

/**
 * Converts a record to lines, none of which holds a line break. The scripts read the first five. What
 * follows from the record's place is left out.
 */
export function toValue(record: StoredRecord): string {
  const [, version, kind, , client, , expiresAt, data] = toRow(record);
  const grant = toGrantLine(record.grantId);
  return [version, expiresAt, grant, client, toSubjectLine(record.subject), kind, data].join('\n');
}

/**
 * Converts a value to the record that was stored under this id.
 *
 * @throws Error when the value is not one that this store wrote
 */
export function fromValue(id: string, partition: string, value: string): StoredRecord {
  const [version, expiresAt, grant, client, subject, kind, data] = value.split('\n');
  return fromRow({
    id: toColumn(id),
    version,
    kind,
    grant_id: grant === '' ? partition : grant,
    client_id: client,
    subject: subject === '' ? null : subject?.slice(1),
    expires_at: expiresAt,
    data,
  });
}

/** An empty subject differs from none. */
export function toSubjectLine(subject: string | undefined): string {
  return subject === undefined ? '' : `=${toColumn(subject)}`;
}
