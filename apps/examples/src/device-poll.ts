import { type Decision, OAuthError, type StoredRecord, type TokenRequest } from '@oauth/core';

/** What becomes of a device code: `pending`, then `approved` or `denied`, then `used`. */
export type DeviceState = 'pending' | 'approved' | 'denied' | 'used';

/** Seconds for which a used code is remembered, so that its coming again ends what it gave. */
const replayMemory = 86_400;

/**
 * Answers a device that asks whether its user has decided by now. Each answer is kept with the code,
 * as the time of the last one says whether the next comes too soon.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8628#section-3.5
 */
export async function poll(request: TokenRequest): Promise<Decision> {
  const record = await request.findRecord(
    request.parameters.required('device_code'),
    'device_code',
  );
  if (record?.clientId !== request.client.client_id) throw error('expired_token', 'unknown');
  switch (record.data['state']) {
    case 'pending':
      return pending(record, request.now);
    case 'approved':
      return approved(record, request.now);
    case 'denied':
      return { refuse: error('access_denied', 'denied'), consumes: inState(record, 'used') };
    default:
      return { refuse: error('invalid_grant', 'reused'), revokes: record.grantId };
  }
}

function pending(record: StoredRecord, now: number): Decision {
  const { data } = record;
  const interval = Number(data['interval']);
  if (data.spentAt === undefined || now - data.spentAt >= interval)
    return { refuse: error('authorization_pending', 'pending'), consumes: record };
  const slower = { ...record, data: { ...data, interval: interval + 5 } };
  return { refuse: error('slow_down', 'polled_too_soon'), consumes: slower };
}

function approved(record: StoredRecord, now: number): Decision {
  const { subject, data } = record;
  return {
    subject,
    scope: data.scope.split(' ').filter(Boolean),
    audience: data.audience,
    details: data.details,
    consumes: { ...inState(record, 'used'), expiresAt: now + replayMemory },
    refreshable: true,
  };
}

function inState(record: StoredRecord, state: DeviceState): StoredRecord {
  return { ...record, data: { ...record.data, state } };
}

function error(code: string, reason: string): OAuthError {
  return new OAuthError(code, { reason: `device_code.${reason}` });
}
