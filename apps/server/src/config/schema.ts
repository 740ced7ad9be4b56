import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import schema from '../../config/schema.json' with { type: 'json' };
import type { Config } from './config.js';
import type { Fault } from './faults.js';
import { getEntries, getMember, parsePointer, type Path } from './path.js';
import { suggestName } from './suggest-name.js';

const ajv = new Ajv2020({
  allErrors: true,
  verbose: true,
  useDefaults: true,
  allowUnionTypes: true,
});
ajv.addVocabulary(['patternErrorMessage']);
const validate = ajv.compile<Config>(schema);

/** A configuration, or the faults that the schema finds. */
export type SchemaResult = { readonly config: Config } | { readonly faults: readonly Fault[] };

/** Validates a value against the schema, and fills in the schema's defaults in place. */
export function checkSchema(value: unknown): SchemaResult {
  if (validate(value)) return { config: value };
  const faults = (validate.errors ?? [])
    // ajv reports what is wrong with a name as an error of its own.
    .filter((error) => error.keyword !== 'propertyNames')
    .map((error) => toFault(value, error));
  return { faults };
}

function toFault(root: unknown, error: ErrorObject): Fault {
  const parent = parsePointer(root, error.instancePath);
  const param = (name: string): string => String(getMember(error.params, name));
  const path = error.propertyName === undefined ? parent : [...parent, error.propertyName];
  switch (error.keyword) {
    case 'required':
      return missingMemberFault(parent, param('missingProperty'), error);
    case 'additionalProperties':
      return unknownMemberFault(parent, param('additionalProperty'), error);
    case 'type':
      return { path, message: `must be ${formatExpectedTypes(error)}, not ${formatActual(error)}` };
    case 'enum':
      return { path, message: formatEnumMessage(error) };
    case 'pattern':
      return { path, message: formatPatternMessage(error) };
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return { path, message: `must not be empty${formatDescription(error.parentSchema)}` };
    case 'maxLength':
      return { path, message: `is too long: it may have ${param('limit')} characters` };
    case 'minimum':
      return { path, message: `must be ${param('limit')} or more, not ${formatActual(error)}` };
    case 'maximum':
      return { path, message: `must be ${param('limit')} or less, not ${formatActual(error)}` };
    default:
      return { path, message: error.message ?? 'does not match the schema' };
  }
}

function missingMemberFault(parent: Path, name: string, error: ErrorObject): Fault {
  const member = getMember(getMember(error.parentSchema, 'properties'), name);
  return { path: [...parent, name], message: `is missing${formatDescription(member)}` };
}

function unknownMemberFault(parent: Path, name: string, error: ErrorObject): Fault {
  const known = getEntries(getMember(error.parentSchema, 'properties')).map(([member]) => member);
  const similar = suggestName(name, known);
  const help = similar === undefined ? `known are ${known.join(', ')}` : `did you mean ${similar}?`;
  return { path: [...parent, name], message: `is not known here; ${help}` };
}

function formatEnumMessage(error: ErrorObject): string {
  const allowed = getEntries(getMember(error.params, 'allowedValues')).map(([, value]) =>
    String(value),
  );
  const similar = typeof error.data === 'string' ? suggestName(error.data, allowed) : undefined;
  const help = similar === undefined ? '' : `; did you mean ${similar}?`;
  return `must be one of ${allowed.join(', ')}, not ${formatActual(error)}${help}`;
}

function formatPatternMessage(error: ErrorObject): string {
  const expected = getMember(error.parentSchema, 'patternErrorMessage');
  if (typeof expected !== 'string') return error.message ?? 'does not match the schema';
  // The fault's path shows the name of a member.
  if (error.propertyName !== undefined || isSecret(error)) return expected;
  return `${expected}, not ${formatActual(error)}`;
}

/** The first clause of a member's description, which says what to write. */
function formatDescription(member: unknown): string {
  const description = getMember(member, 'description');
  if (typeof description !== 'string') return '';
  return `: ${description.split(/[.:;] |\.$/, 1)[0] ?? ''}`;
}

function formatExpectedTypes(error: ErrorObject): string {
  const types = getMember(error.params, 'type');
  const names = Array.isArray(types) ? types.map(String) : [String(types)];
  return names.map((name) => typeTexts[name] ?? name).join(' or ');
}

const typeTexts: Readonly<Record<string, string>> = {
  string: 'a text in quotes',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list [ … ]',
  object: 'an object { … }',
  null: 'null',
};

/** Names the value there is, unless it is a secret or a structure. */
function formatActual(error: ErrorObject): string {
  const value: unknown = error.data;
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (isSecret(error)) return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** The schema marks secrets as members that are written and never shown. */
function isSecret({ parentSchema }: ErrorObject): boolean {
  return getMember(parentSchema, 'writeOnly') === true;
}
