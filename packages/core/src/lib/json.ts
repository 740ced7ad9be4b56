import type { JsonObject } from '../contract/types.js';

/** Whether what `JSON.parse` returned is an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
