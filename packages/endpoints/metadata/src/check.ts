import {
  ConfigurationError,
  createServer,
  type Check,
  type ServerContext,
  type ServerOptions,
} from '@oauth/core';
import { compose, extraSource, sourcesOf } from './compose.js';
import { memberFault } from './member-fault.js';
import type { MetadataOptions } from './options.js';

/** Notes whatever would make the document wrong. */
export function checkDocument(
  self: string,
  { extra = {}, maxAge = 0 }: MetadataOptions,
  options: ServerOptions,
  check: Check,
): void {
  const whole = Number.isSafeInteger(maxAge) && maxAge >= 0;
  check(whole, 'metadata.maxAge', 'must be seconds, 0 or more');
  const note = (from: string, member: string, message: string): void =>
    from === extraSource
      ? check(false, `${extraSource}.${member}`, message)
      : check(false, 'plugins', `${member} of ${from} ${message}`);
  const server = likeness(options);
  const sources = server ? sourcesOf(self, server, extra) : [{ from: extraSource, members: extra }];
  for (const { from, members } of sources)
    for (const [member, value] of Object.entries(members)) {
      const fault = from === self ? undefined : memberFault(member, value, options.issuer);
      if (fault !== undefined) note(from, member, fault);
    }
  compose(sources, (member, first, second) =>
    note(second, member, `collides with what ${first} says`),
  );
}

/**
 * A check is given options, but what plugins say of a server they say of a made one. So one is made
 * of the same parts, without clients, which metadata does not tell of. If that fails, core tells why.
 */
function likeness(options: ServerOptions): ServerContext | undefined {
  const plugins = options.plugins.map(({ check: _check, ...plugin }) => plugin);
  try {
    return createServer({ ...options, clients: [], plugins }).context;
  } catch (thrown) {
    if (thrown instanceof ConfigurationError) return undefined;
    throw thrown;
  }
}
