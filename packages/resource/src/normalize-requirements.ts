import { isScopeToken, type OptionNames } from '@oauth/core/plugin';
import { assertNoFaults, formatValue } from './option-checks.js';
import type { Requirements } from './types.js';

const requirementNames: OptionNames<Requirements> = { scopes: true, acrValues: true, maxAge: true };

/**
 * The requirements of a route, from a list of scopes or from an object.
 *
 * @throws ConfigurationError for what no token can meet, and for names that are no requirements
 */
export function normalizeRequirements(given: readonly string[] | Requirements): Requirements {
  const requirements: Requirements = isScopeList(given) ? { scopes: given } : given;
  const { scopes = [], acrValues, maxAge = 0 } = requirements;
  assertNoFaults(requirements, requirementNames, (check) => {
    for (const scope of scopes)
      check(
        isScopeToken(scope),
        'scopes',
        `has ${formatValue(scope)}; write a list of scopes, each without spaces`,
      );
    check(acrValues?.length !== 0, 'acrValues', 'is empty; write at least one class, or omit it');
    for (const acr of acrValues ?? [])
      check(
        isAcrValue(acr),
        'acrValues',
        `has ${formatValue(acr)}; write a list of classes, each without spaces`,
      );
    check(maxAge >= 0, 'maxAge', `is ${formatValue(maxAge)}; write seconds, 0 or more`);
  });
  return requirements;
}

function isScopeList(given: readonly string[] | Requirements): given is readonly string[] {
  return Array.isArray(given);
}

/** `acr_values` separates its values by spaces. */
function isAcrValue(text: string): boolean {
  return /^[!-~]+$/.test(text);
}
