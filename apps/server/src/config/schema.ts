import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import schema from '../../config/schema.json' with { type: 'json' };
import type { Config } from './config.js';
import type { Fault } from './faults.js';
import { entriesOf, memberOf, pointerPath, type Path } from './path.js';
import { suggest } from './suggest.js';

// useDefaults fills defaults in from the schema, so that what it documents is what holds.
const ajv = new Ajv2020({
  allErrors: true,
  verbose: true,
  useDefaults: true,
  allowUnionTypes: true,
});
ajv.addVocabulary(['patternErrorMessage']);
const validate = ajv.compile<Config>(schema);

/** A configuration, or what the schema finds wrong with it. */
export type Checked = { readonly config: Config } | { readonly faults: readonly Fault[] };

/** Holds a value against the schema and fills in the defaults, in place. */
export function checkSchema(value: unknown): Checked {
  if (validate(value)) return { config: value };
  const faults = (validate.errors ?? [])
    // What is wrong with a name follows as an error of its own.
    .filter((error) => error.keyword !== 'propertyNames')
    .map((error) => faultOf(value, error));
  return { faults };
}

function faultOf(root: unknown, error: ErrorObject): Fault {
  const at = pointerPath(root, error.instancePath);
  const param = (name: string): string => String(memberOf(error.params, name));
  switch (error.keyword) {
    case 'required':
      return missing(at, param('missingProperty'), error);
    case 'additionalProperties':
      return unknownMember(at, param('additionalProperty'), error);
    case 'type':
      return { path: at, message: `must be ${typeNames(error)}, not ${nameOf(error.data)}` };
    case 'enum':
      return { path: at, message: notOneOf(error) };
    case 'pattern':
      return { path: named(at, error), message: text(error, 'patternErrorMessage') };
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return { path: at, message: 'must not be empty' };
    case 'maxLength':
      return {
        path: named(at, error),
        message: `must not be longer than ${param('limit')} characters`,
      };
    case 'minimum':
      return { path: at, message: `must be ${param('limit')} or more` };
    case 'maximum':
      return { path: at, message: `must be ${param('limit')} or less` };
    default:
      return { path: at, message: error.message ?? 'does not fit the schema' };
  }
}

function missing(at: Path, name: string, error: ErrorObject): Fault {
  const what = memberOf(memberOf(memberOf(error.parentSchema, 'properties'), name), 'description');
  const why = typeof what === 'string' ? `: ${what.split(/[.:;] |\.$/, 1)[0] ?? ''}` : '';
  return { path: [...at, name], message: `is missing${why}` };
}

function unknownMember(at: Path, name: string, error: ErrorObject): Fault {
  const known = entriesOf(memberOf(error.parentSchema, 'properties')).map(([member]) => member);
  const close = suggest(name, known);
  const help = close === undefined ? `known are ${known.join(', ')}` : `did you mean ${close}?`;
  return { path: [...at, name], message: `is not known here; ${help}` };
}

function notOneOf(error: ErrorObject): string {
  const allowed = entriesOf(memberOf(error.params, 'allowedValues')).map(([, value]) =>
    String(value),
  );
  const close = typeof error.data === 'string' ? suggest(error.data, allowed) : undefined;
  const help = close === undefined ? '' : `; did you mean ${close}?`;
  return `must be one of ${allowed.join(', ')}${help}`;
}

/** Of a member whose name is at fault, the path includes the name. */
function named(at: Path, error: ErrorObject): Path {
  return error.propertyName === undefined ? at : [...at, error.propertyName];
}

function text(error: ErrorObject, keyword: string): string {
  const value = memberOf(error.parentSchema, keyword);
  return typeof value === 'string' ? value : (error.message ?? 'does not fit the schema');
}

function typeNames(error: ErrorObject): string {
  const types = memberOf(error.params, 'type');
  const names = Array.isArray(types) ? types.map(String) : [String(types)];
  return names.map((name) => articles[name] ?? name).join(' or ');
}

const articles: Readonly<Record<string, string>> = {
  string: 'a text in quotes',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list [ … ]',
  object: 'an object { … }',
  null: 'null',
};

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'number' ? 'a number' : 'true or false';
}
