import type { ByName, ConfigurationFault } from '@oauth/core/plugin';

/** What the parts of a table's name may be. */
export interface NameRule {
  readonly pattern: RegExp;
  /** The rule in words, after "must be". */
  readonly text: string;
}

/**
 * Faults of options that become parts of names in SQL, where no placeholder can stand. An option
 * that is `undefined` has none.
 *
 * @param store begins the faults' paths: `sqliteStore`
 */
export function nameFaults(
  store: string,
  options: ByName<string | undefined>,
  { pattern, text }: NameRule,
): readonly ConfigurationFault[] {
  return Object.entries(options).flatMap(([option, name]) => {
    if (name === undefined || pattern.test(name)) return [];
    const message = `must be ${text}; it is ${JSON.stringify(name)}`;
    return [{ path: `${store}.${option}`, message }];
  });
}
