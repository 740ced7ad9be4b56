import { Ajv, type JSONSchemaType } from 'ajv';
import type { JsonObject } from '@oauth/core';

const ajv = new Ajv();

/** A type guard for documents with these properties; the compiler checks the schema against T. */
export function documentGuard<T extends JsonObject>(
  properties: JSONSchemaType<T>['properties'],
): (data: unknown) => data is T {
  return ajv.compile<T>({ type: 'object', properties, required: Object.keys(properties) });
}
