import { Ajv, type JSONSchemaType } from 'ajv';
import type { JsonObject } from '@oauth/core/plugin';

const ajv = new Ajv();

/** A schema for each member; the compiler refuses a missing one and one of another type. */
type MemberSchemas<Document> = {
  readonly [Name in keyof Document]-?: JSONSchemaType<Document[Name]>;
};

/** Checks that what the store holds has the members of a document. */
export function documentGuard<Document extends JsonObject>(
  properties: MemberSchemas<Document>,
): (data: JsonObject) => data is Document {
  return ajv.compile<Document>({
    type: 'object',
    properties,
    required: Object.keys(properties),
  });
}
