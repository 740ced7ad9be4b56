import { type Check, ConfigurationError, type ConfigurationFault } from '@oauth/core/plugin';

/**
 * Runs checks of options, and looks for names that would be overlooked.
 *
 * @param names all names there are, with spaces between them
 * @throws ConfigurationError that lists every fault
 */
export function checkAll(options: object, names: string, run: (check: Check) => void): void {
  const faults: ConfigurationFault[] = [];
  const check: Check = (holds, path, message) => {
    if (!holds) faults.push({ path, message });
  };
  const known = names.split(' ');
  for (const name of Object.keys(options))
    check(known.includes(name), name, `is not an option; there are ${known.join(', ')}`);
  run(check);
  if (faults.length > 0) throw new ConfigurationError(faults);
}

/** Whether it is text, and not empty. Callers without types may pass anything. */
export function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Whether what goes there cannot be read or changed on the way: https, or http on this machine. */
export function isSecure(text: string, insecure = false): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && (insecure || loopback.test(hostname)));
}
