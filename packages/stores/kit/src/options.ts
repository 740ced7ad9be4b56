import { collectFaults, ConfigurationError, type ByName, type Check } from '@oauth/core/plugin';

/** What the parts of a table's name may be. */
export interface NameRule {
  readonly pattern: RegExp;
  /** The rule in words, after "must be". */
  readonly text: string;
}

/** @throws ConfigurationError with all faults that the checks note */
export function assertConfiguration(runChecks: (check: Check) => void): void {
  const { faults } = collectFaults(runChecks);
  if (faults.length > 0) throw new ConfigurationError(faults);
}

/**
 * Notes options that cannot be parts of names in SQL, where no placeholder can stand. An option that is
 * `undefined` is not checked.
 */
export function checkNames(
  options: ByName<string | undefined>,
  { pattern, text }: NameRule,
  check: Check,
  prefix: string,
): void {
  for (const [option, name] of Object.entries(options))
    check(
      name === undefined || pattern.test(name),
      prefix + option,
      `must be ${text}; it is ${JSON.stringify(name)}`,
    );
}

/** What a number among the options may be. */
export interface IntegerRange {
  readonly min: number;
  readonly max: number;
}

/** Notes options that are no integers in the range. */
export function checkIntegers(
  options: ByName<number>,
  { min, max }: IntegerRange,
  check: Check,
  prefix: string,
): void {
  for (const [option, value] of Object.entries(options))
    check(
      Number.isInteger(value) && value >= min && value <= max,
      prefix + option,
      `must be an integer from ${min} to ${max}; it is ${value}`,
    );
}
