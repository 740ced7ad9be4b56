import type { StoredRecord } from '@oauth/core/plugin';
import { fromRow, toColumn, toRow } from '@oauth/core/rows';
import { grantColumn } from './partitions.js';

/**
 * A record as its lines, none of which holds a line break: the scripts read the first five. What its
 * place says already is not repeated.
 */
export function toValue(record: StoredRecord): string {
  const [, version, kind, , client, , expiresAt, data] = toRow(record);
  const grant = grantColumn(record.grantId);
  return [version, expiresAt, grant, client, subjectColumn(record.subject), kind, data].join('\n');
}

/**
 * The record that was stored under this id.
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

/** A subject that is empty differs from none. */
export function subjectColumn(subject: string | undefined): string {
  return subject === undefined ? '' : `=${toColumn(subject)}`;
}
