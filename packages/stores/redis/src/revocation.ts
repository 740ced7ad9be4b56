import type { RevocationTarget } from '@oauth/core/plugin';
import { toColumn } from '@oauth/store-kit';
import { toGrantLine } from './partitions.js';
import { toSubjectLine } from './values.js';

/** No line holds it, so it stands for any. */
const any = '\n';

/** Grant, client and subject as the revoke script compares them with the lines of a value. */
export function toOwnerLines(target: RevocationTarget): readonly string[] {
  if ('grantId' in target) return [toGrantLine(target.grantId), any, any];
  const client = target.clientId === undefined ? any : toColumn(target.clientId);
  return [any, client, 'subject' in target ? toSubjectLine(target.subject) : any];
}

/** Parses the reply of ZSCAN: the next cursor, and members with their scores. */
export function parseScan(reply: unknown): {
  readonly cursor: string;
  readonly partitions: readonly string[];
} {
  const [cursor, entries] = assertList(reply);
  const partitions = assertList(entries)
    .filter((_, index) => index % 2 === 0)
    .map(String);
  return { cursor: String(cursor), partitions };
}

function assertList(reply: unknown): readonly unknown[] {
  if (!Array.isArray(reply)) throw new Error('Redis answered ZSCAN with something else.');
  return reply;
}
