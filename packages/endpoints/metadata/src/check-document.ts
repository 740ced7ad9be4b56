import type { Check, ServerContext } from '@oauth/core/plugin';
import { findMemberFault } from './member-fault.js';
import { collectMemberSources, extraSource, mergeMembers } from './merge-members.js';
import type { MetadataOptions } from './options.js';

/** Notes the faults of `maxAge` and of every member of the document. */
export function checkDocument(
  pluginName: string,
  { extra, maxAge = 0 }: MetadataOptions,
  server: ServerContext,
  check: Check,
): void {
  const isWhole = Number.isSafeInteger(maxAge) && maxAge >= 0;
  const rule = `must be a whole number of seconds, 0 or more, not ${maxAge}`;
  check(isWhole, 'metadata.maxAge', rule);
  const sources = collectMemberSources(pluginName, server, extra);
  for (const { from, members } of sources)
    for (const [member, value] of Object.entries(members)) {
      const fault = from === pluginName ? undefined : findMemberFault(member, value, server.issuer);
      if (fault !== undefined) noteMemberFault(check, from, member, fault);
    }
  for (const { member, first, second } of mergeMembers(sources).conflicts) {
    const [text, firstText] = [second, first].map(({ value }) => JSON.stringify(value));
    const fault = `is ${text}, but ${first.from} says ${firstText}: leave one of them out`;
    noteMemberFault(check, second.from, member, fault);
  }
}

function noteMemberFault(check: Check, from: string, member: string, fault: string): void {
  if (from === extraSource) check(false, `${extraSource}.${member}`, fault);
  else check(false, 'plugins', `${member} of ${from} ${fault}`);
}
