import { ConfigurationError, isScopeToken, type ConfigurationFault } from '@oauth/core';
import type { Requirements } from './types.js';

const names: ReadonlySet<string> = new Set(['scopes', 'acrValues', 'maxAge']);

/**
 * What a route needs, checked once.
 *
 * @throws ConfigurationError for what no token can bring, and for a name that would be overlooked
 */
export function checkedRequirements(needed: readonly string[] | Requirements): Requirements {
  const requirements: Requirements = isList(needed) ? { scopes: needed } : needed;
  const { scopes = [], acrValues, maxAge = 0 } = requirements;
  const faults: ConfigurationFault[] = [];
  const check = (holds: boolean, path: string, message: string): void => {
    if (!holds) faults.push({ path, message });
  };
  for (const name of Object.keys(requirements))
    check(names.has(name), name, 'is not a requirement; there are scopes, acrValues and maxAge');
  check(scopes.every(isScopeToken), 'scopes', 'must be scopes, one by one');
  const classes = acrValues === undefined || (acrValues.length > 0 && acrValues.every(isWord));
  check(classes, 'acrValues', 'must be one class or several, without spaces');
  check(maxAge >= 0, 'maxAge', 'must be seconds, 0 or more');
  if (faults.length > 0) throw new ConfigurationError(faults);
  return requirements;
}

function isList(needed: readonly string[] | Requirements): needed is readonly string[] {
  return Array.isArray(needed);
}

function isWord(text: string): boolean {
  return /^[!-~]+$/.test(text);
}
