import { seal, unseal } from '#crypto';
import { andThen } from './after.js';
import { isJsonObject } from './json.js';
import type { Awaitable, JsonObject } from './types.js';

/** Seals a response so that only who has the secret can read it: a store learns nothing. */
export function encryptResponse(secret: string, body: JsonObject): Awaitable<string> {
  return seal(secret, JSON.stringify(body));
}

/** Opens what {@link encryptResponse} made; `undefined` with any other secret. */
export function decryptResponse(secret: string, sealed: string): Awaitable<JsonObject | undefined> {
  return andThen(unseal(secret, sealed), (text) => {
    const body: unknown = text === undefined ? undefined : JSON.parse(text);
    return isJsonObject(body) ? body : undefined;
  });
}
