import { Ajv, type JSONSchemaType } from 'ajv';
import type { JsonObject } from '@oauth/core';

const ajv = new Ajv();

/** Tells documents of a shape from others; the compiler holds the schema against the type. */
export function shape<T extends JsonObject>(
  properties: JSONSchemaType<T>['properties'],
): (data: unknown) => data is T {
  return ajv.compile<T>({ type: 'object', properties, required: Object.keys(properties) });
}
