import { readFile } from 'node:fs/promises';
import type { Config } from './config.js';
import { ConfigFileError, type Fault } from './faults.js';
import { readJson, type JsonFile } from './json-file.js';
import { ruleFaults } from './rules.js';
import { checkSchema, type Checked } from './schema.js';
import { causedBy, withStandIns } from './stand-ins.js';

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

/** What the schema refuses hides nothing: the rest is looked at without it. */
async function faultsOf(
  checked: Checked,
  json: JsonFile,
  inspect: Inspect,
): Promise<readonly Fault[]> {
  if ('config' in checked) return deeperFaults(checked.config, inspect);
  const rest = checkSchema(withStandIns(json.value, checked.faults));
  if (!('config' in rest)) return checked.faults;
  const more = await deeperFaults(rest.config, inspect);
  return [...checked.faults, ...more.filter((fault) => !causedBy(checked.faults, fault))];
}

/** What the schema cannot say; one fault for a place that two name. */
async function deeperFaults(config: Config, inspect: Inspect): Promise<readonly Fault[]> {
  const first = ruleFaults(config);
  const places = new Set(first.map(({ path }) => path.join('/')));
  const second = await inspect(config);
  return [...first, ...second.filter(({ path }) => !places.has(path.join('/')))];
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
