import type { Client } from '../contract/client.js';
import type { Issuance } from '../contract/grant.js';
import { tokenError } from './reasons.js';

/** The records that a decision spends or builds on. */
type LinkedRecords = Pick<Issuance, 'consumes' | 'continues'>;

/**
 * Refuses records that cannot be spent or continued, whatever the handler or hook has checked: a
 * handler that forgets to look, or that lost a race and decides anew, does not win a second time, and
 * no client spends what was given to another one.
 *
 * @throws OAuthError `invalid_grant`
 */
export function assertLinkedRecords(
  { consumes, continues }: LinkedRecords,
  { client_id: clientId }: Client,
): void {
  const spentAt = consumes?.data.spentAt ?? continues?.data.spentAt;
  if (spentAt !== undefined) throw tokenError('record.spent', { clientId });
  // A document has no client; a record that is continued, such as a subject token, may have another.
  if (consumes !== undefined && consumes.clientId !== '' && consumes.clientId !== clientId)
    throw tokenError('record.foreign', { clientId });
}
