import { isJsonObject } from '@oauth/core/plugin';
import { objectIn, send } from './send.js';

/** Names of keys that all of some nodes publish; `undefined` while they differ. */
export async function publishedByAll(
  nodes: readonly string[],
): Promise<ReadonlySet<string> | undefined> {
  const [first, ...others] = await Promise.all(nodes.map(publishedBy));
  const same = others.every((other) => [...other].join() === [...(first ?? [])].join());
  return same ? first : undefined;
}

async function publishedBy(node: string): Promise<ReadonlySet<string>> {
  const { keys } = objectIn(await send(`${node}/jwks`));
  const listed: readonly unknown[] = Array.isArray(keys) ? keys : [];
  return new Set(
    listed.flatMap((key) =>
      isJsonObject(key) && typeof key['kid'] === 'string' ? key['kid'] : [],
    ),
  );
}
