import type { StoredRecord } from '@oauth/core/plugin';
import { fromRow, toColumn, toRow } from '@oauth/store-kit';
import { toGrantLine, type Place } from './places.js';

/**
 * Converts a record to lines, none of which holds a line break: the scripts read all of them but the
 * data. What follows from the record's place is left out.
 *
 * @param attempt tells the commit that writes the value from every other
 */
export function toValue(record: StoredRecord, attempt: string): string {
  const [, version, kind, , client, , expiresAt, data] = toRow(record);
  const grant = toGrantLine(record.grantId);
  const subject = toSubjectLine(record.subject);
  return [version, expiresAt, grant, client, subject, kind, data, attempt].join('\n');
}

/**
 * Converts the value at a place to the record that was stored there.
 *
 * @throws Error when the value is not one that this store wrote
 */
export function fromValue({ partition, field }: Place, value: string): StoredRecord {
  const [version, expiresAt, grant, client, subject, kind, data] = value.split('\n');
  return fromRow({
    id: partition + field,
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
function toSubjectLine(subject: string | undefined): string {
  return subject === undefined ? '' : `=${toColumn(subject)}`;
}

/** No line holds it, so it stands for any. */
const any = '\n';

/** What the scripts look for in the lines of a value; a member that is `undefined` may be anything. */
export interface ValuePattern {
  readonly grantId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly subject?: string | undefined;
  readonly kind?: string | undefined;
}

/** Grant, client, subject and kind as the lines of a value hold them. */
export function toPatternLines(pattern: ValuePattern): readonly string[] {
  const { grantId, clientId, subject, kind } = pattern;
  return [
    grantId === undefined ? any : toGrantLine(grantId),
    clientId === undefined ? any : toColumn(clientId),
    subject === undefined ? any : toSubjectLine(subject),
    kind === undefined ? any : toColumn(kind),
  ];
}
