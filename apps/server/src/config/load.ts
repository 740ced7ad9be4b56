import { readFile } from 'node:fs/promises';
import type { Config } from './config.js';
import { ConfigFileError, type Fault } from './faults.js';
import { readJson, type JsonFile } from './json-file.js';
import { ruleFaults } from './rules.js';
import { checkSchema, type Checked } from './schema.js';

/** Looks at a configuration that the schema allows; core does, by making a server of it. */
export type Inspect = (config: Config) => readonly Fault[] | Promise<readonly Fault[]>;

/**
 * Reads a configuration file; `changes` go before what it says.
 *
 * @throws ConfigFileError that lists every fault
 */
export async function loadConfig(
  file: string,
  inspect: Inspect,
  changes: Partial<Config> = {},
): Promise<Config> {
  const json = readJson(await readText(file));
  if (json.value === undefined) throw new ConfigFileError(file, json.faults);
  const checked = changed(checkSchema(json.value), changes);
  const found = (await faultsOf(checked, json, inspect)).map((fault) => json.locate(fault));
  const faults = [...json.faults, ...found];
  if ('config' in checked && faults.length === 0) return checked.config;
  throw new ConfigFileError(file, faults);
}

function changed(checked: Checked, changes: Partial<Config>): Checked {
  return 'config' in checked ? { config: { ...checked.config, ...changes } } : checked;
}

/** Names that the schema does not know hide nothing: the rest is looked at without them. */
async function faultsOf(
  checked: Checked,
  json: JsonFile,
  inspect: Inspect,
): Promise<readonly Fault[]> {
  if ('config' in checked) return unlike(ruleFaults(checked.config), await inspect(checked.config));
  const rest = checkSchema(without(json.value, checked.faults));
  if (!('config' in rest)) return checked.faults;
  return [...checked.faults, ...unlike(ruleFaults(rest.config), await inspect(rest.config))];
}

/** Both lists, with one fault for a place that both name. */
function unlike(first: readonly Fault[], second: readonly Fault[]): readonly Fault[] {
  const places = new Set(first.map(({ path }) => path.join('/')));
  return [...first, ...second.filter(({ path }) => !places.has(path.join('/')))];
}

function without(value: unknown, faults: readonly Fault[], path: Fault['path'] = []): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const isFault = (inside: Fault['path']): boolean =>
    faults.some((fault) => fault.path.join('/') === inside.join('/'));
  if (Array.isArray(value))
    return value.map((item, index) => without(item, faults, [...path, index]));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !isFault([...path, name]))
      .map(([name, member]) => [name, without(member, faults, [...path, name])]),
  );
}

async function readText(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (thrown) {
    const why = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
    const known: Readonly<Record<string, string>> = {
      ENOENT: 'there is no such file',
      EISDIR: 'this is a folder; name a file',
      EACCES: 'this user may not read it',
    };
    throw new ConfigFileError(file, [{ path: [], message: known[why] ?? why, line: 0, column: 0 }]);
  }
}
