import { isScopeToken } from '@oauth/core/plugin';
import { checkAll } from './check.js';
import type { Requirements } from './types.js';

/**
 * What a route needs, checked once.
 *
 * @throws ConfigurationError for what no token can bring, and for a name that would be overlooked
 */
export function checkedRequirements(needed: readonly string[] | Requirements): Requirements {
  const requirements: Requirements = isList(needed) ? { scopes: needed } : needed;
  const { scopes = [], acrValues, maxAge = 0 } = requirements;
  checkAll(requirements, 'scopes acrValues maxAge', (check) => {
    check(scopes.every(isScopeToken), 'scopes', 'must be scopes, one by one');
    const classes = acrValues === undefined || (acrValues.length > 0 && acrValues.every(isWord));
    check(classes, 'acrValues', 'must be one class or several, without spaces');
    check(maxAge >= 0, 'maxAge', 'must be seconds, 0 or more');
  });
  return requirements;
}

function isList(needed: readonly string[] | Requirements): needed is readonly string[] {
  return Array.isArray(needed);
}

function isWord(text: string): boolean {
  return /^[!-~]+$/.test(text);
}
