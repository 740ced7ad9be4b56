import type { ListTarget, RevocationTarget, StoredRecord } from '@oauth/core/plugin';
import { toColumn } from './rows.js';

/** A column by which records are revoked and listed. */
export type OwnerColumn = 'grant_id' | 'subject' | 'client_id' | 'kind';

/** A condition of SQL, with the values of its placeholders in order. */
export interface OwnerCondition {
  readonly condition: string;
  readonly values: readonly string[];
}

/**
 * Writes that a column equals the value with this index: `subject = ?` or `subject = $1`.
 */
export type WriteEquals = (column: OwnerColumn, index: number) => string;

/** In the indexes of clients are only records that have one. */
const hasClient = `client_id <> ''`;
/** In the index of documents are only records without a client. */
const isDocument = `client_id = ''`;

/** Whether a revocation of the target deletes the record. Documents belong to no client. */
export function isCovered(record: StoredRecord, target: RevocationTarget): boolean {
  if ('grantId' in target) return record.grantId === target.grantId;
  if (target.clientId === '') return false;
  if (!('subject' in target)) return record.clientId === target.clientId;
  const { subject, clientId = record.clientId } = target;
  return record.subject === subject && record.clientId === clientId;
}

/** Whether a list of the target has the record, where it is of this kind or of any. */
export function isListed(
  record: StoredRecord,
  target: ListTarget,
  kind: string | undefined,
): boolean {
  if (kind !== undefined && record.kind !== kind) return false;
  if (!('documents' in target)) return isCovered(record, target);
  return record.clientId === '' && record.kind === target.documents;
}

/** The condition of the rows that a revocation of the target deletes. */
export function revocationCondition(
  target: RevocationTarget,
  writeEquals: WriteEquals,
): OwnerCondition {
  if ('grantId' in target) return condition([['grant_id', target.grantId]], writeEquals);
  if (!('subject' in target))
    return condition([['client_id', target.clientId]], writeEquals, hasClient);
  const { subject, clientId } = target;
  if (clientId === undefined) return condition([['subject', subject]], writeEquals);
  const owners = [['subject', subject] as const, ['client_id', clientId] as const];
  return condition(owners, writeEquals, hasClient);
}

/**
 * The condition of the rows that a page of the target reads. It has one column, so that an index leads
 * from page to page; {@link isListed} tells which of the rows are listed.
 */
export function listCondition(target: ListTarget, writeEquals: WriteEquals): OwnerCondition {
  const column = getListColumn(target);
  if ('documents' in target)
    return condition([[column, target.documents]], writeEquals, isDocument);
  if ('subject' in target) return condition([[column, target.subject]], writeEquals);
  return condition([[column, target.clientId]], writeEquals, hasClient);
}

/** The column by whose index a list is read. */
export function getListColumn(target: ListTarget): 'kind' | 'subject' | 'client_id' {
  if ('documents' in target) return 'kind';
  return 'subject' in target ? 'subject' : 'client_id';
}

function condition(
  owners: readonly (readonly [OwnerColumn, string])[],
  writeEquals: WriteEquals,
  ...more: readonly string[]
): OwnerCondition {
  const equals = owners.map(([column], index) => writeEquals(column, index));
  return {
    condition: [...equals, ...more].join(' AND '),
    values: owners.map(([, value]) => toColumn(value)),
  };
}
