import { ConfigurationError, type Check, type ConfigurationFault } from '@oauth/core/plugin';

/**
 * Collects the faults of options: names that are no options, and what `checkValues` notes.
 *
 * @param names the names of all options, with spaces between them
 * @throws ConfigurationError that lists every fault
 */
export function assertNoFaults(
  options: object,
  names: string,
  checkValues: (check: Check) => void,
): void {
  const faults: ConfigurationFault[] = [];
  const check: Check = (holds, path, message) => {
    if (!holds) faults.push({ path, message });
  };
  const known = names.split(' ');
  for (const name of Object.keys(options))
    check(known.includes(name), name, `is not an option; the options are ${known.join(', ')}`);
  checkValues(check);
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

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

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
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return undefined;
  if (protocol !== 'http:') return `is ${formatValue(url)}; write an https URL`;
  if (insecure === true || loopback.test(hostname)) return undefined;
  return `is ${formatValue(url)}, which is not encrypted; write an https URL, or set ${allowOption}`;
}
