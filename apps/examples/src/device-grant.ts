import {
  type Decision,
  defineReasons,
  type RecordData,
  type StoredRecord,
  type TokenRequest,
} from '@oauth/core/plugin';

/** The kind of a device code's record. */
export const deviceCodeKind = 'device_code';

/** What the user has decided about a device code; a code that gave tokens is spent. */
export type DeviceCodeState = 'pending' | 'approved' | 'denied';

/** Seconds in which reuse of a spent code is noticed, and ends what the code gave. */
const reuseMemory = 86_400;

const deviceCodeError = defineReasons({
  /** The device polls, and the user has not decided yet. */
  'device_code.pending': {
    error: 'authorization_pending',
    description: 'The user has not decided yet. Poll again after the interval.',
  },
  /** The device polls before its interval is over. */
  'device_code.polled_too_soon': {
    error: 'slow_down',
    description: 'Poll 5 seconds later than before, each time from now on.',
  },
  /** The user has denied the request. */
  'device_code.denied': {
    error: 'access_denied',
    description: 'The user has denied the request.',
  },
  /** The device code has expired, is made up, or belongs to another client. */
  'device_code.unknown': {
    error: 'expired_token',
    description: 'The device_code has expired. Begin again with a device authorization request.',
  },
  /** A spent device code was presented again, so another party may have it. */
  'device_code.reused': {
    error: 'invalid_grant',
    description: 'The device_code was used before.',
  },
});

/**
 * Decides on a device that polls. The record of the code keeps when the device has polled, so that
 * polling too soon is noticed on every node.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8628#section-3.5
 */
export async function pollDeviceCode(request: TokenRequest): Promise<Decision> {
  const { client, now, parameters } = request;
  const record = await request.findRecord(parameters.required('device_code'), deviceCodeKind);
  if (record?.clientId !== client.client_id) throw deviceCodeError('device_code.unknown');
  if (record.data.spentAt !== undefined)
    return { refuse: deviceCodeError('device_code.reused'), revokes: record.grantId };
  switch (record.data['state']) {
    case 'approved':
      return issueForCode(record, now);
    case 'denied':
      return { refuse: deviceCodeError('device_code.denied'), consumes: record };
    default:
      return refusePending(record, now);
  }
}

function refusePending(record: StoredRecord, now: number): Decision {
  const { interval, polledAt = -Infinity } = record.data;
  const seconds = Number(interval);
  if (now - Number(polledAt) >= seconds)
    return {
      refuse: deviceCodeError('device_code.pending'),
      updates: [withData(record, { polledAt: now })],
    };
  return {
    refuse: deviceCodeError('device_code.polled_too_soon'),
    updates: [withData(record, { polledAt: now, interval: seconds + 5 })],
  };
}

function issueForCode(record: StoredRecord, now: number): Decision {
  const { subject, data } = record;
  return {
    subject,
    scope: data.scope.split(' ').filter(Boolean),
    audience: data.audience,
    details: data.details,
    consumes: { ...record, expiresAt: now + reuseMemory },
    refreshable: true,
  };
}

/** A record with some of its data changed. */
export function withData(record: StoredRecord, changes: Partial<RecordData>): StoredRecord {
  return { ...record, data: { ...record.data, ...changes } };
}
