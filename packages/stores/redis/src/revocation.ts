import type { RevocationTarget } from '@oauth/core/plugin';
import { toColumn } from '@oauth/core/rows';
import { grantColumn } from './partitions.js';
import { subjectColumn } from './values.js';

const any = '\n';

/** Grant, client and subject as the revoking script compares them with a value's. */
export function matching(target: RevocationTarget): readonly string[] {
  if ('grantId' in target) return [grantColumn(target.grantId), any, any];
  const client = target.clientId === undefined ? any : toColumn(target.clientId);
  return [any, client, 'subject' in target ? subjectColumn(target.subject) : any];
}

/** What ZSCAN answers: the next cursor, and members with their scores. */
export function page(reply: unknown): {
  readonly cursor: string;
  readonly partitions: readonly string[];
} {
  const [cursor, entries] = asList(reply);
  const partitions = asList(entries)
    .filter((_, index) => index % 2 === 0)
    .map(String);
  return { cursor: String(cursor), partitions };
}

function asList(reply: unknown): readonly unknown[] {
  if (!Array.isArray(reply)) throw new Error('Redis answered ZSCAN with something else.');
  return reply;
}
