import type { JsonObject, JsonValue, ServerContext } from '@oauth/core/plugin';
import { derive } from './derive.js';
import type { ExtraMetadata } from './options.js';

/** Members of the document and who gives them. */
export interface Source {
  /** A plugin's name, or {@link extraSource}. */
  readonly from: string;
  readonly members: JsonObject;
}

/** The source that is an option and no plugin. */
export const extraSource = 'metadata.extra';

/** Everything that speaks for the server, in the order in which it counts. */
export function sourcesOf(
  self: string,
  server: ServerContext,
  extra: ExtraMetadata = {},
): readonly Source[] {
  const plugins = server.plugins.flatMap(({ name, metadata }) =>
    metadata === undefined ? [] : { from: name, members: metadata(server) },
  );
  const derived = { from: self, members: derive(server) };
  return [derived, ...plugins, { from: extraSource, members: extra }];
}

/** The members of all sources; of two that give one, the first counts. */
export function compose(
  sources: readonly Source[],
  onConflict?: (member: string, first: string, second: string) => void,
): JsonObject {
  const owners = new Map<string, string>();
  const members = new Map<string, JsonValue>();
  for (const source of sources)
    for (const [member, value] of Object.entries(source.members)) {
      const owner = owners.get(member);
      if (value === undefined) continue;
      if (owner === undefined) {
        owners.set(member, source.from);
        members.set(member, value);
      } else if (JSON.stringify(members.get(member)) !== JSON.stringify(value))
        onConflict?.(member, owner, source.from);
    }
  return Object.fromEntries(members);
}
