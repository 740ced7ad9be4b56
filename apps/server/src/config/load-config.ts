import { readFile } from 'node:fs/promises';
import { checkRules } from './check-rules.js';
import type { Config } from './config.js';
import { ConfigFileError, type Fault } from './faults.js';
import { parseJsonFile, type JsonFile } from './json-file.js';
import { fillPlaceholders, isConsequence } from './placeholders.js';
import { checkSchema, type SchemaResult } from './schema.js';

/** Checks a configuration that matches the schema. */
export type CheckConfig = (config: Config) => readonly Fault[] | Promise<readonly Fault[]>;

/**
 * Loads a configuration file. `check` looks for faults beyond those of the schema; `overrides`
 * replace members of the file.
 *
 * @throws ConfigFileError that lists every fault
 */
export async function loadConfig(
  file: string,
  check: CheckConfig,
  overrides: Partial<Config> = {},
): Promise<Config> {
  const json = parseJsonFile(await readConfigText(file));
  if (json.value === undefined) throw new ConfigFileError(file, json.faults);
  const result = applyOverrides(checkSchema(json.value), overrides);
  const located = (await collectFaults(result, json, check)).map((fault) => json.locate(fault));
  const faults = [...json.faults, ...located];
  if ('config' in result && faults.length === 0) return result.config;
  throw new ConfigFileError(file, faults);
}

function applyOverrides(result: SchemaResult, overrides: Partial<Config>): SchemaResult {
  return 'config' in result ? { config: { ...result.config, ...overrides } } : result;
}

/** Runs the later checks on placeholders where the schema refuses something: one run shows all. */
async function collectFaults(
  result: SchemaResult,
  json: JsonFile,
  check: CheckConfig,
): Promise<readonly Fault[]> {
  if ('config' in result) return checkBeyondSchema(result.config, check);
  const filled = checkSchema(fillPlaceholders(json.value, result.faults));
  if (!('config' in filled)) return result.faults;
  const faults = await checkBeyondSchema(filled.config, check);
  return [...result.faults, ...faults.filter((fault) => !isConsequence(result.faults, fault))];
}

/** Where a rule and `check` both find fault with one place, only the rule's fault is listed. */
async function checkBeyondSchema(config: Config, check: CheckConfig): Promise<readonly Fault[]> {
  const ruleFaults = checkRules(config);
  const places = new Set(ruleFaults.map(({ path }) => path.join('/')));
  const faults = await check(config);
  return [...ruleFaults, ...faults.filter(({ path }) => !places.has(path.join('/')))];
}

/** Texts for the error codes of the file system. */
const fileErrorTexts: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder; name a file',
  EACCES: 'the user who runs this command may not read it',
};

async function readConfigText(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
    const message = fileErrorTexts[code] ?? code;
    throw new ConfigFileError(file, [{ path: [], message, line: 0, column: 0 }]);
  }
}
