import { decrypt, encrypt } from '#crypto';
import type { Awaitable, JsonObject } from '../contract/types.js';
import { andThen } from '../lib/and-then.js';
import { isJsonObject } from '../lib/json.js';

/** Encrypts a response so that only the holder of the secret can read it: a store learns nothing. */
export function encryptResponse(secret: string, body: JsonObject): Awaitable<string> {
  return encrypt(secret, JSON.stringify(body));
}

/** Decrypts what {@link encryptResponse} made; `undefined` with any other secret. */
export function decryptResponse(
  secret: string,
  encrypted: string,
): Awaitable<JsonObject | undefined> {
  return andThen(decrypt(secret, encrypted), parseResponse);
}

function parseResponse(text: string | undefined): JsonObject | undefined {
  const body: unknown = text === undefined ? undefined : JSON.parse(text);
  return isJsonObject(body) ? body : undefined;
}
