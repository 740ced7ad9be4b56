import { seal, unseal } from '#crypto';
import { isJsonObject } from './json.js';
import type { JsonObject } from './types.js';

/** Seals a response so that only who has the secret can read it: a store learns nothing. */
export async function sealResponse(secret: string, body: JsonObject): Promise<string> {
  return seal(secret, JSON.stringify(body));
}

/** Opens what {@link sealResponse} made; `undefined` with any other secret. */
export async function openResponse(
  secret: string,
  sealed: string,
): Promise<JsonObject | undefined> {
  const text = await unseal(secret, sealed);
  const body: unknown = text === undefined ? undefined : JSON.parse(text);
  return isJsonObject(body) ? body : undefined;
}
