import type { Check, ServerContext } from '@oauth/core/plugin';
import { compose, extraSource, sourcesOf } from './compose.js';
import { memberFault } from './member-fault.js';
import type { MetadataOptions } from './options.js';

/** Notes whatever would make the document wrong. */
export function checkDocument(
  self: string,
  { extra = {}, maxAge = 0 }: MetadataOptions,
  server: ServerContext,
  check: Check,
): void {
  const whole = Number.isSafeInteger(maxAge) && maxAge >= 0;
  check(whole, 'metadata.maxAge', 'must be seconds, 0 or more');
  const note = (from: string, member: string, message: string): void =>
    from === extraSource
      ? check(false, `${extraSource}.${member}`, message)
      : check(false, 'plugins', `${member} of ${from} ${message}`);
  const sources = sourcesOf(self, server, extra);
  for (const { from, members } of sources)
    for (const [member, value] of Object.entries(members)) {
      const fault = from === self ? undefined : memberFault(member, value, server.issuer);
      if (fault !== undefined) note(from, member, fault);
    }
  compose(sources, (member, first, second) =>
    note(second, member, `collides with what ${first} says`),
  );
}
