import type { RevocationTarget, StoredRecord } from '@oauth/core/plugin';
import { toColumn } from './rows.js';

/** A column by which records are revoked. */
export type OwnerColumn = 'grant_id' | 'subject' | 'client_id';

/** A condition of SQL, with the values of its placeholders in order. */
export interface OwnerCondition {
  readonly condition: string;
  readonly values: readonly string[];
}

/** Whether a revocation of the target deletes the record. */
export function isCovered(record: StoredRecord, target: RevocationTarget): boolean {
  if ('grantId' in target) return record.grantId === target.grantId;
  const { subject, clientId } = record;
  if (!('subject' in target)) return clientId === target.clientId;
  return subject === target.subject && (target.clientId ?? clientId) === clientId;
}

/**
 * The condition that a row meets whose record a revocation of the target deletes.
 *
 * @param equals writes that a column equals the value with this index: `subject = ?` or
 * `subject = $1`
 */
export function ownerCondition(
  target: RevocationTarget,
  equals: (column: OwnerColumn, index: number) => string,
): OwnerCondition {
  const owners = listOwners(target);
  return {
    condition: owners.map(([column], index) => equals(column, index)).join(' AND '),
    values: owners.map(([, value]) => toColumn(value)),
  };
}

function listOwners(target: RevocationTarget): readonly (readonly [OwnerColumn, string])[] {
  if ('grantId' in target) return [['grant_id', target.grantId]];
  if (!('subject' in target)) return [['client_id', target.clientId]];
  const { subject, clientId } = target;
  if (clientId === undefined) return [['subject', subject]];
  return [
    ['subject', subject],
    ['client_id', clientId],
  ];
}
