import { isJsonObject } from '@oauth/core/plugin';
import { parseBody, sendRequest } from './send-request.js';

/** The `kid`s that all nodes publish; `undefined` while the nodes differ. */
export async function findCommonKeys(
  nodeUrls: readonly string[],
): Promise<ReadonlySet<string> | undefined> {
  const [first, ...others] = await Promise.all(nodeUrls.map(fetchKeyIds));
  const expected = [...(first ?? [])].join();
  return others.every((other) => [...other].join() === expected) ? first : undefined;
}

async function fetchKeyIds(nodeUrl: string): Promise<ReadonlySet<string>> {
  const { keys } = parseBody(await sendRequest(`${nodeUrl}/jwks`));
  const listed: readonly unknown[] = Array.isArray(keys) ? keys : [];
  return new Set(
    listed.flatMap((key) =>
      isJsonObject(key) && typeof key['kid'] === 'string' ? key['kid'] : [],
    ),
  );
}
