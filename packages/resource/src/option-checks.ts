import {
  type Check,
  checkOptionNames,
  collectFaults,
  ConfigurationError,
  isLoopbackHost,
  type OptionNames,
} from '@oauth/core/plugin';

/**
 * Collects the faults of options: names that are not options, and what `checkValues` notes.
 *
 * @throws ConfigurationError that lists every fault
 */
export function assertNoFaults<Options extends object>(
  options: Options,
  names: OptionNames<Options>,
  checkValues: (check: Check) => void,
): void {
  const { faults } = collectFaults((check) => {
    checkOptionNames(options, names, check);
    checkValues(check);
  });
  if (faults.length > 0) throw new ConfigurationError(faults);
}

/** Callers without types may pass any value. */
export function isNonEmptyString(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** A value as a configuration fault names it. Not for secrets. */
export function formatValue(value: unknown): string {
  if (value === undefined || typeof value === 'number') return String(value);
  const isJson = typeof value === 'string' || typeof value === 'object';
  return isJson ? JSON.stringify(value) : `a ${typeof value}`;
}

/**
 * What is wrong with a URL that tokens or keys are sent to: it must be https, or http on loopback.
 *
 * @param insecure whether the option named `allowOption` allows http on every host
 * @returns `undefined` for a URL that may be used
 */
export function findUrlFault(
  url: unknown,
  allowOption: string,
  insecure: boolean | undefined,
): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url))
    return `is ${formatValue(url)}, which is not a URL; write an https URL`;
  const { protocol, host } = new URL(url);
  if (protocol === 'https:') return undefined;
  if (protocol !== 'http:') return `is ${formatValue(url)}; write an https URL`;
  if (insecure === true || isLoopbackHost(host)) return undefined;
  return `is ${formatValue(url)}, which is not encrypted; write an https URL, or set ${allowOption}`;
}
