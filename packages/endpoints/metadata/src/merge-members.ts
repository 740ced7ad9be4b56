import type { JsonObject, JsonValue, ServerContext } from '@oauth/core/plugin';
import { buildDerivedMembers } from './derived-members.js';
import type { ExtraMetadata } from './options.js';

/** Members of the document and where they come from. */
export interface MemberSource {
  /** A plugin's name, or {@link extraSource}. */
  readonly from: string;
  readonly members: JsonObject;
}

/** A member that two sources give with different values. */
export interface MemberConflict {
  readonly member: string;
  readonly first: SourcedValue;
  readonly second: SourcedValue;
}

interface SourcedValue {
  readonly from: string;
  readonly value: JsonValue;
}

/** The name of the option, which is a source beside the plugins. */
export const extraSource = 'metadata.extra';

/** The sources of the document; the earlier one wins. */
export function collectMemberSources(
  pluginName: string,
  server: ServerContext,
  extra: ExtraMetadata = {},
): readonly MemberSource[] {
  const plugins = server.plugins.flatMap(({ name, metadata }) =>
    metadata === undefined ? [] : { from: name, members: metadata(server) },
  );
  const derived = { from: pluginName, members: buildDerivedMembers(server) };
  return [derived, ...plugins, { from: extraSource, members: extra }];
}

/** The members of all sources. Where two give a member, the first value counts. */
export function mergeMembers(sources: readonly MemberSource[]): {
  readonly members: JsonObject;
  readonly conflicts: readonly MemberConflict[];
} {
  const merged = new Map<string, SourcedValue>();
  const conflicts: MemberConflict[] = [];
  for (const { from, members } of sources)
    for (const [member, value] of Object.entries(members)) {
      if (value === undefined) continue;
      const first = merged.get(member);
      const second = { from, value };
      if (first === undefined) merged.set(member, second);
      else if (JSON.stringify(first.value) !== JSON.stringify(value))
        conflicts.push({ member, first, second });
    }
  const values = [...merged].map(([member, { value }]) => [member, value] as const);
  return { members: Object.fromEntries(values), conflicts };
}
